import { describe, expect, it } from 'vitest'
import { CATALOGUE, sentence } from '../../../../models/sentences/catalogue.ts'
import { foreignText } from '../../../../models/sentences/sentence.ts'
import { RequestError } from '../../../../renderer/api/transport.ts'
import { sentences } from '../../../../renderer/messages/de/sentences.ts'
import { explain, say } from '../../../../renderer/messages/say.ts'

/** Values that every sentence with such a value takes. */
const SAMPLES: Readonly<Record<string, string | number>> = {
  network: 'VAE',
  operation: 'read',
  purpose: 'inpainting',
  kind: 'LoRA',
  device: 'CPU',
  day: '2026-01-31',
  have: 2.1e9,
  need: 4.3e9,
  free: 1.2e9,
  height: 1024,
  needed: 19.3e9,
  available: 14.4e9,
  fitWidth: 768,
  fitHeight: 768,
}
const NUMBERS =
  /^(most|least|count|channels|from|to|width|divisor|others|tensors|steps|listed|eta|offset|strength)$|^(step|megapixels|version|newest|code|pid|port|seconds|status|size)$/
const WHAT: Readonly<Record<string, string>> = {
  'recipe.change': 'device',
  'request.gone': 'picture',
  'engine.forgotten': 'model',
}

/** The text of a key, and the names of the values that it takes. */
function write(texts: Readonly<Record<string, unknown>>, key: string): { text: string; names: string[] } {
  const names = new Set<string>()
  const values = new Proxy(
    {},
    {
      get(_, name: string) {
        names.add(name)
        if (name === 'what') return WHAT[key]
        return SAMPLES[name] ?? (NUMBERS.test(name) ? 3 : `<${name}>`)
      },
    },
  )
  const text = (texts[key] as (values: unknown) => string)(values)
  return { text, names: [...names].toSorted() }
}

/** Names of things, and texts that are nothing but their values. */
const ALIKE = new Set(['image.named', 'model-file.named', 'model-folder.both', 'unsupported.controlnet'])

describe('German', () => {
  it.each(Object.keys(CATALOGUE))('says %s with all its values', (key) => {
    const english = write(CATALOGUE, key)
    const german = write(sentences, key)
    expect(german.names).toEqual(english.names)
    expect(german.text.trim()).not.toBe('')
    expect(german.text).not.toMatch(/undefined|NaN|null/)
    expect(german.text === english.text).toBe(ALIKE.has(key))
    // Both name the same files, tensors and so on.
    const named = ({ text }: { text: string }) => (text.match(/<\w+>/g) ?? []).toSorted()
    expect([...new Set(named(german))]).toEqual([...new Set(named(english))])
  })

  it('has no sentence that English lacks', () => {
    expect(Object.keys(sentences).toSorted()).toEqual(Object.keys(CATALOGUE).toSorted())
  })

  it('neither shouts nor addresses the user', () => {
    const texts = Object.keys(sentences).map((key) => write(sentences, key).text)
    expect(texts.filter((text) => /!|\b(Sie können|Ihnen|du|dein\w*|dir|dich)\b/.test(text))).toEqual([])
  })
})

describe('say', () => {
  const cutOff = sentence('model-file.named', {
    file: 'blume.safetensors',
    problem: sentence('checkpoint.cut-off-at', { have: 2.1e9, need: 4.3e9 }),
  })

  it('shows the message as it came in English', () => {
    expect(say(cutOff, 'en')).toBe('blume.safetensors is cut off: 2.1 of 4.3 GB are there.')
  })

  it('says the whole in another language, what it holds included, with numbers as written there', () => {
    expect(say(cutOff, 'de')).toBe('blume.safetensors ist abgeschnitten: Nur 2,1 von 4,3 GB sind da.')
  })

  it('puts the file’s name before what does not begin with it', () => {
    const problem = sentence('network.incomplete', { network: 'text encoder', tensor: 'a.b', others: 2 })
    expect(say(sentence('model-file.named', { file: 'a.safetensors', problem }), 'de')).toBe(
      'a.safetensors: Der Teil „Text-Encoder“ ist unvollständig: a.b und 2 weitere fehlen.',
    )
  })

  it('leaves the words of others as they are', () => {
    expect(say(foreignText('no such device'), 'de')).toBe('no such device')
    expect(say(sentence('engine.failed', { reason: foreignText('no such device') }), 'de')).toBe(
      'Das Rechenwerk ist gescheitert: no such device',
    )
  })

  it('falls back to English for a key that another version wrote', () => {
    expect(say({ message: 'It rained.', key: 'weather.rain', values: {} }, 'de')).toBe('It rained.')
    expect(say({ message: 'It rained.', key: 'toString', values: {} }, 'de')).toBe('It rained.')
  })
})

describe('explain', () => {
  it('tells a refusal in the user’s language', () => {
    const problem = { code: 'not-found', ...sentence('request.gone', { what: 'board' }) }
    const refused = new RequestError({ status: 404, problem })
    expect(explain(refused, 'en')).toBe('This board does not exist any more.')
    expect(explain(refused, 'de')).toBe('Diese Sammlung gibt es nicht mehr.')
  })

  it('tells that there was no answer, or none that Onestroke gives', () => {
    expect(explain(new RequestError(null), 'de')).toBe('Onestroke antwortet nicht.')
    expect(explain(new RequestError({ status: 502, problem: null }), 'en')).toBe(
      'Onestroke answered with the status 502.',
    )
  })

  it('leaves other errors their words', () => {
    expect(explain(new Error('Das Fenster wurde geschlossen.'), 'en')).toBe('Das Fenster wurde geschlossen.')
  })
})
