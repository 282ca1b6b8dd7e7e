import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, posix, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { planExternalData, type FileNames } from '../../../../main/engine/worker/external-data.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'

const windows: FileNames = { resolve: (file) => file, path: win32 }
const unix: FileNames = { resolve: (file) => file, path: posix }

describe('planExternalData on Windows', () => {
  it('looks from the root of the drive, with forward slashes', () => {
    const plan = planExternalData(['C:\\Models\\a b.safetensors', 'C:\\loras\\x.safetensors'], windows)
    expect(plan.folder).toBe('C:\\')
    expect(plan.locate('C:\\Models\\a b.safetensors')).toBe('Models/a b.safetensors')
    expect(plan.locate('C:\\loras\\x.safetensors')).toBe('loras/x.safetensors')
    expect(plan.elsewhere).toEqual([])
  })

  it('tells what lies on other drives than the first file', () => {
    const files = ['D:\\big.safetensors', 'C:\\lora.safetensors', 'E:\\vae.safetensors']
    const plan = planExternalData(files, windows)
    expect(plan.folder).toBe('D:\\')
    expect(plan.elsewhere).toEqual(['C:\\lora.safetensors', 'E:\\vae.safetensors'])
  })

  it('knows a drive in upper and lower case as one', () => {
    const plan = planExternalData(['C:\\a.safetensors', 'c:\\b.safetensors'], windows)
    expect(plan.elsewhere).toEqual([])
    expect(plan.locate('c:\\b.safetensors')).toBe('b.safetensors')
  })

  it('takes a network share for a drive', () => {
    const plan = planExternalData(['\\\\nas\\art\\sd\\a.safetensors', 'C:\\b.safetensors'], windows)
    expect(plan.folder).toBe('\\\\nas\\art\\')
    expect(plan.locate('\\\\nas\\art\\sd\\a.safetensors')).toBe('sd/a.safetensors')
    expect(plan.elsewhere).toEqual(['C:\\b.safetensors'])
  })

  it('goes by where links lead', () => {
    const resolve = (file: string) => (file === 'C:\\link.safetensors' ? 'D:\\real.safetensors' : file)
    const plan = planExternalData(['D:\\a.safetensors', 'C:\\link.safetensors'], { ...windows, resolve })
    expect(plan.elsewhere).toEqual([])
    expect(plan.locate('C:\\link.safetensors')).toBe('real.safetensors')
  })
})

describe('planExternalData elsewhere', () => {
  it('looks from the root', () => {
    const plan = planExternalData(['/home/a/model.safetensors', '/mnt/b/lora.safetensors'], unix)
    expect(plan.folder).toBe('/')
    expect(plan.locate('/mnt/b/lora.safetensors')).toBe('mnt/b/lora.safetensors')
    expect(plan.elsewhere).toEqual([])
  })

  it('keeps a backslash, which is a letter there', () => {
    expect(planExternalData(['/a\\b.safetensors'], unix).locate('/a\\b.safetensors')).toBe('a\\b.safetensors')
  })

  it('copes with a graph without weights', () => {
    expect(planExternalData([], unix).elsewhere).toEqual([])
  })

  it('follows links on the disk', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'store'))
    writeFileSync(join(folder, 'store', 'blob'), '')
    symlinkSync(join(folder, 'store', 'blob'), join(folder, 'model.safetensors'))
    const link = join(folder, 'model.safetensors')
    expect(planExternalData([link]).locate(link)).toMatch(/store\/blob$/)
  })
})
