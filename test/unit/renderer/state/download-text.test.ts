import { describe, expect, it } from 'vitest'
import { catalogues } from '../../../../renderer/messages/catalogue.ts'
import { downloadText, durationText, licencesOf, missingFiles } from '../../../../renderer/state/download-text.ts'
import { download, licence, publishedFile } from './contract-fixtures.ts'

const texts = catalogues.en.models

describe('durationText', () => {
  it('says as much as one wants to know', () => {
    expect([8.4, 89, 90, 3599, 4800, 7195].map((seconds) => durationText(seconds, texts))).toEqual([
      '8 s',
      '89 s',
      '2 min',
      '60 min',
      '1 h 20 min',
      '2 h 0 min',
    ])
  })
})

describe('downloadText', () => {
  it('tells the amounts, and speed and time where they are known', () => {
    const known = download('a', { doneBytes: 5e8, totalBytes: 2e9, bytesPerSecond: 1.2e7, secondsLeft: 125 })
    expect(downloadText(known, texts, 'en')).toBe('500 MB of 2 GB · 12 MB/s · 2 min left')
    expect(downloadText({ ...known, bytesPerSecond: null, secondsLeft: null }, texts, 'de')).toBe('500 MB of 2 GB')
  })
})

describe('what is still to be fetched', () => {
  const files = [
    publishedFile('base', { licenceId: 'open', title: 'Base' }),
    publishedFile('lora', { licenceId: 'free', title: 'LoRA' }),
    publishedFile('tiny', { licenceId: 'free', title: 'Tiny' }),
    publishedFile('other'),
  ]

  it('is neither installed nor on its way', () => {
    const some = files.map((file) => (file.id === 'base' ? { ...file, modelId: 'x' } : file))
    const missing = missingFiles(['base', 'lora', 'tiny'], { files: some }, [download('lora')])
    expect(missing.map(({ id }) => id)).toEqual(['tiny'])
  })

  it('names each licence once', () => {
    const licences = [licence('open'), licence('free'), licence('unused')]
    const needed = licencesOf(files.slice(0, 3), { licences })
    expect(needed.map(({ licence: { id }, titles }) => [id, titles])).toEqual([
      ['open', ['Base']],
      ['free', ['LoRA', 'Tiny']],
    ])
  })
})
