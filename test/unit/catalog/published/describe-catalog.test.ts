import { describe, expect, it } from 'vitest'
import { describeCatalog } from '../../../../main/catalog/published/describe-catalog.ts'
import { MANIFEST } from '../../../../main/catalog/published/published-files.ts'
import { catalogSchema } from '../../../../main/server/contract/downloads.ts'

const EMPTY = { models: [], arrived: new Map(), accepted: ['mit'], folder: '/models', freeBytes: 5e9 }
const catalogOf = (state: Partial<Parameters<typeof describeCatalog>[2]> = {}) =>
  catalogSchema.parse(describeCatalog(MANIFEST, ({ fileName }) => `/models/${fileName}`, { ...EMPTY, ...state }))

describe('the catalog as it is shown', () => {
  it('has every file with its page, licence and hash', () => {
    const catalog = catalogOf()
    expect(catalog.files).toHaveLength(MANIFEST.files.length)
    expect(catalog.files.find(({ id }) => id === 'hyper-sd15-unified')).toMatchObject({
      page: 'https://huggingface.co/ByteDance/Hyper-SD',
      licenceId: 'hyper-sd',
      needs: [['sd15']],
      modelId: null,
    })
    expect(catalog).toMatchObject({ accepted: ['mit'], folder: '/models', freeBytes: 5e9 })
    expect(
      catalog.licences.every(({ terms }) => terms.length > 0 && terms.every(({ message }) => message !== '')),
    ).toBe(true)
  })

  it('knows an installed model by its recognition or its place, unless its file is missing', () => {
    const model = { id: 'm', path: '/elsewhere/x.safetensors', publishedId: 'taesd', present: true }
    const idOf = (models: Parameters<typeof describeCatalog>[2]['models']) =>
      catalogOf({ models }).files.find(({ id }) => id === 'taesd')?.modelId
    expect(idOf([model])).toBe('m')
    expect(idOf([{ ...model, publishedId: null, path: '/models/taesd.safetensors' }])).toBe('m')
    expect(idOf([{ ...model, publishedId: null }])).toBeNull()
    expect(idOf([{ ...model, present: false }])).toBeNull()
  })

  it('tells what of a bundle is still to come', () => {
    const missing = (state: Partial<Parameters<typeof describeCatalog>[2]>) => catalogOf(state).bundles[0]!.missingBytes
    const whole = catalogOf().bundles[0]!.bytes
    expect(missing({})).toBe(whole)
    expect(missing({ arrived: new Map([['sd15', 1e9]]) })).toBe(whole - 1e9)
    const model = { id: 'm', path: '', publishedId: 'sd15', present: true }
    expect(missing({ models: [model] })).toBe(whole - 2_132_696_762)
  })
})
