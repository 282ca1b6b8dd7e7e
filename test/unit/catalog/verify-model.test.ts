import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashWholeFile, verifyModelFile } from '../../../main/catalog/verify-model.ts'
import { sha256 } from '../../fixtures/published-server.ts'
import { createRandom } from '../../fixtures/seeded-bytes.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const CONTENT = createRandom(2).bytes(200_000)

function fileOf(content: Buffer): string {
  const path = join(temporaryFolder(), 'model.safetensors')
  writeFileSync(path, content)
  return path
}

describe('verifying a model', () => {
  it('finds it right, also in another edition', async () => {
    const right = { state: 'right', expected: sha256(CONTENT), actual: sha256(CONTENT), problem: null }
    expect(await verifyModelFile(fileOf(CONTENT), [sha256(CONTENT)])).toEqual(right)
    expect(await verifyModelFile(fileOf(CONTENT), ['0'.repeat(64), sha256(CONTENT)])).toEqual(right)
  })

  it('finds a flipped bit, and tells both hashes', async () => {
    const flipped = Buffer.from(CONTENT)
    flipped[123_456]! ^= 4
    const path = fileOf(flipped)
    const result = await verifyModelFile(path, [sha256(CONTENT)])
    expect(result).toMatchObject({ state: 'wrong', expected: sha256(CONTENT), actual: sha256(flipped) })
    expect(result.problem?.message).toBe(
      `${path} is damaged or was changed: its SHA-256 is ${sha256(flipped)} where it was ${sha256(CONTENT)}. Get the file anew.`,
    )
  })

  it('says where there is nothing to compare with', async () => {
    expect(await verifyModelFile(fileOf(CONTENT), [])).toMatchObject({
      state: 'unknown',
      expected: null,
      problem: null,
    })
  })

  it('names a file that cannot be read, and can be ended', async () => {
    await expect(hashWholeFile(join(temporaryFolder(), 'missing'))).rejects.toThrow(/missing" cannot be read/)
    await expect(hashWholeFile(fileOf(CONTENT), { signal: AbortSignal.abort(new Error('ended')) })).rejects.toThrow(
      'ended',
    )
  })
})
