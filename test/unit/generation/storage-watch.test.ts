import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createStorageWatch } from '../../../main/generation/storage-watch.ts'
import { pictureRequest } from '../../server/studio.ts'

function watch(free: Record<string, number | null>) {
  const onChange = vi.fn<() => void>()
  const measured: string[] = []
  const storage = createStorageWatch({
    paths: () => ({ pictures: '/pictures', data: '/data' }),
    measure: (folder) => {
      measured.push(folder)
      return Promise.resolve(free[folder] ?? null)
    },
    onChange,
  })
  onTestFinished(() => storage.stop())
  return { storage, onChange, measured, free }
}

describe('the storage watch', () => {
  it('knows nothing before it has measured, then tells what is left and whether it is little', async () => {
    const { storage } = watch({ '/pictures': 999_999_999, '/data': 1e9 })
    expect(storage.state().map(({ freeBytes, low }) => [freeBytes, low])).toEqual([
      [null, false],
      [null, false],
    ])
    await storage.check()
    expect(storage.state()).toEqual([
      { folder: 'pictures', path: '/pictures', freeBytes: 999_999_999, low: true },
      { folder: 'data', path: '/data', freeBytes: 1e9, low: false },
    ])
  })

  it('reports changes only', async () => {
    const { storage, onChange, free } = watch({ '/pictures': 5e9, '/data': 5e9 })
    await storage.check()
    await storage.check()
    expect(onChange).toHaveBeenCalledTimes(1)
    free['/data'] = 4e9
    await storage.check()
    expect(onChange).toHaveBeenCalledTimes(2)
  })

  it('names the folder without room for the next picture, by its size', async () => {
    const { storage, free } = watch({ '/pictures': 36e6, '/data': 40e6 })
    expect(await storage.shortageFor(pictureRequest({ width: 1024, height: 1024 }))).toBeNull()
    expect(await storage.shortageFor(pictureRequest({ width: 2048, height: 2048 }))).toEqual({
      folder: 'pictures',
      path: '/pictures',
      freeBytes: 36e6,
    })
    free['/pictures'] = 1e12
    free['/data'] = 1e6
    expect(await storage.shortageFor(pictureRequest())).toMatchObject({ folder: 'data', freeBytes: 1e6 })
  })

  it('lets pass where the system does not tell', async () => {
    const { storage } = watch({})
    expect(await storage.shortageFor(pictureRequest())).toBeNull()
  })
})
