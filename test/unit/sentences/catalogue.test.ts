import { describe, expect, it } from 'vitest'
import { CATALOGUE, sentence } from '../../../models/sentences/catalogue.ts'
import { checkpoints } from '../../../models/sentences/checkpoints.ts'
import { downloads } from '../../../models/sentences/downloads.ts'
import { engine } from '../../../models/sentences/engine.ts'
import { files } from '../../../models/sentences/files.ts'
import { images } from '../../../models/sentences/images.ts'
import { loras } from '../../../models/sentences/loras.ts'
import { pictures } from '../../../models/sentences/pictures.ts'
import { schedulers } from '../../../models/sentences/schedulers.ts'
import { foreignText } from '../../../models/sentences/sentence.ts'
import { studio } from '../../../models/sentences/studio.ts'

describe('the catalogue', () => {
  it('has every sentence of its parts, each under a key of its own', () => {
    const parts = [checkpoints, downloads, engine, files, images, loras, pictures, schedulers, studio]
    expect(Object.keys(CATALOGUE)).toHaveLength(parts.flatMap((part) => Object.keys(part)).length)
  })
})

describe('a sentence', () => {
  it('is English, with its key and values', () => {
    expect(sentence('scheduler.eta', { eta: 1.5 })).toEqual({
      message: 'Eta must lie between 0 and 1, but is 1.5.',
      key: 'scheduler.eta',
      values: { eta: 1.5 },
    })
    expect(sentence('engine.cancelled')).toEqual({ message: 'Cancelled.', key: 'engine.cancelled', values: {} })
  })

  it('holds another one whole, and says its text', () => {
    const problem = sentence('checkpoint.cut-off-at', { have: 2.1e9, need: 4.3e9 })
    expect(sentence('model-file.named', { file: 'flower$&.safetensors', problem })).toEqual({
      message: 'flower$&.safetensors is cut off: 2.1 of 4.3 GB are there.',
      key: 'model-file.named',
      values: { file: 'flower$&.safetensors', problem },
    })
  })

  it('holds words that are not Onestroke’s own', () => {
    const reason = foreignText('Der Vorgang ist nicht erlaubt.')
    expect(sentence('engine.failed', { reason })).toEqual({
      message: 'The engine failed: Der Vorgang ist nicht erlaubt.',
      key: 'engine.failed',
      values: { reason: { message: reason.message, key: null, values: {} } },
    })
  })

  it('does not compile with other values than its own', () => {
    // @ts-expect-error: eta is missing
    expect(sentence('scheduler.eta').message).toContain('undefined')
    // @ts-expect-error: a board is no provider
    expect(sentence('engine.device', { device: 'board' }).message).toContain('board')
    // @ts-expect-error: a number cannot be another sentence
    sentence('scheduler.eta', { eta: foreignText('1') })
  })
})
