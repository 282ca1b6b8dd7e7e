import { describe, expect, it } from 'vitest'
import { publishedFile, MANIFEST } from '../../../main/catalog/published/published-files.ts'
import { publishedFiles, requireAccepted } from '../../../main/downloads/order-rules.ts'
import { allowedHosts, sourceUrls } from '../../../main/downloads/source-urls.ts'

const REVISION = '4fddeb7f9096623f1b77f4708feb96126a08a0cf'
const PATH = `Comfy-Org/stable-diffusion-v1-5-archive/resolve/${REVISION}/v1-5-pruned-emaonly-fp16.safetensors`

describe('where a file can be had', () => {
  const urls = (mirror: string, copies = publishedFile('sd15')!.copies) =>
    sourceUrls({ ...publishedFile('sd15')!, copies }, MANIFEST, mirror).map(({ href }) => href)

  it('is its own repository first, then other servers', () => {
    expect(urls('')).toEqual([`https://huggingface.co/${PATH}`, `https://hf-mirror.com/${PATH}`])
  })

  it("is the user's mirror before all, and no server twice", () => {
    expect(urls('https://models.example/hf/')[0]).toBe(`https://models.example/hf/${PATH}`)
    expect(urls('https://hf-mirror.com')).toEqual([`https://hf-mirror.com/${PATH}`, `https://huggingface.co/${PATH}`])
  })

  it('is copies in other repositories too', () => {
    const copy = { repository: 'other/model', revision: 'main', path: 'a.safetensors' }
    expect(urls('', [copy])[1]).toBe('https://huggingface.co/other/model/resolve/main/a.safetensors')
  })

  it("allows the mirror's host besides the catalog's", () => {
    expect(allowedHosts(MANIFEST, '')).toEqual(MANIFEST.hosts)
    expect(allowedHosts(MANIFEST, 'https://Models.example:8443/x')).toContain('models.example')
  })
})

describe('an order', () => {
  it('names files of the catalog, each once', () => {
    expect(publishedFiles(MANIFEST, ['taesd', 'sd15', 'taesd']).map(({ id }) => id)).toEqual(['taesd', 'sd15'])
    expect(() => publishedFiles(MANIFEST, ['none'])).toThrow('The catalog has no "none".')
  })

  it('needs every licence', () => {
    const files = publishedFiles(MANIFEST, ['taesd', 'sd15'])
    expect(() => requireAccepted(MANIFEST, files, ['mit', 'creativeml-openrail-m'])).not.toThrow()
    expect(() => requireAccepted(MANIFEST, files, ['mit'])).toThrow(
      'Stable Diffusion 1.5 has a licence: CreativeML Open RAIL-M. Read and accept it first.',
    )
  })
})
