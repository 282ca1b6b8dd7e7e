import { describe, expect, it } from 'vitest'
import {
  hasPublishedSize,
  MANIFEST,
  PUBLISHED_FILES,
  publishedByContentSha256,
  publishedBySha256,
  publishedBytes,
  publishedFile,
} from '../../../../main/catalog/published/published-files.ts'

const ids = new Set(PUBLISHED_FILES.map(({ id }) => id))

describe('the manifest', () => {
  it('names each file, name and hash once', () => {
    expect(ids.size).toBe(PUBLISHED_FILES.length)
    const names = PUBLISHED_FILES.map(({ fileName }) => fileName.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
    const hashes = PUBLISHED_FILES.flatMap(({ sha256, otherSha256 }) => [sha256, ...otherSha256])
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('refers only to what it holds', () => {
    const licences = new Set(MANIFEST.licences.map(({ id }) => id))
    for (const file of PUBLISHED_FILES) {
      expect([...licences]).toContain(file.licenceId)
      for (const needed of file.needs.flat()) expect([...ids]).toContain(needed)
    }
    for (const { fileIds } of MANIFEST.bundles) for (const id of fileIds) expect([...ids]).toContain(id)
  })

  it('says of every hash where it is published, and shows no licence that no file has', () => {
    for (const { hashSource } of PUBLISHED_FILES) expect(hashSource).toMatch(/huggingface\.co|\w+\/\w+, \w+/)
    const used = new Set(PUBLISHED_FILES.map(({ licenceId }) => licenceId))
    expect(MANIFEST.licences.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([])
  })

  it('holds all of Hyper-SD for SD 1.5 and SDXL', () => {
    for (const family of ['sd15', 'sdxl']) {
      for (const kind of ['unified', '2steps', '4steps', '8steps', '8steps-cfg', '12steps-cfg']) {
        expect(publishedFile(`hyper-${family}-${kind}`)).toMatchObject({ family, kind: 'lora', licenceId: 'hyper-sd' })
      }
    }
    expect(publishedFile('hyper-sdxl-1step-unet')).toMatchObject({ kind: 'unet', bytes: 10_270_077_704 })
  })

  it('offers the two bundles at the size that they are told with', () => {
    const total = ({ fileIds }: { fileIds: readonly string[] }) =>
      fileIds.reduce((sum, id) => sum + publishedBytes(publishedFile(id)!), 0)
    expect(MANIFEST.bundles.map((bundle) => [bundle.title, (total(bundle) / 1e9).toFixed(1)])).toEqual([
      ['SD 1.5 + Hyper-SD', '2.4'],
      ['SDXL + Hyper-SD', '7.7'],
    ])
  })
})

describe('finding a published file', () => {
  it('goes by id, by hash of the file and by hash of its tensors', () => {
    const file = publishedFile('hyper-sd15-unified')
    expect(publishedBySha256('a04fd9a535c1e56d38f7590ee72a13fd5ca0409853b4fff021e5a9482cf1ca3b')).toBe(file)
    expect(publishedByContentSha256(`5a48ac366664${'0'.repeat(52)}`)).toBe(file)
    expect(publishedBySha256('d7956d561b1efbd861ad9b03fd8f01510f9e87eddc07bdfd20837009433f6ee5')?.id).toBe('taesd')
    expect(publishedFile('nothing')).toBeNull()
    expect(publishedBySha256('0'.repeat(64))).toBeNull()
    expect(publishedByContentSha256('0'.repeat(64))).toBeNull()
  })

  it('takes an exact size to the byte, and one that is about right within one per cent', () => {
    expect(hasPublishedSize({ bytes: 1000 }, 1000)).toBe(true)
    expect(hasPublishedSize({ bytes: 1000 }, 1001)).toBe(false)
    expect(hasPublishedSize({ bytes: { about: 1000 } }, 1010)).toBe(true)
    expect(hasPublishedSize({ bytes: { about: 1000 } }, 989)).toBe(false)
  })
})
