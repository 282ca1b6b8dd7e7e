import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCustomPresets } from '../../../main/generation/custom-presets.ts'
import { createValueStore } from '../../../main/library/stored-values.ts'
import type { CustomPreset } from '../../../main/server/contract/presets.ts'
import { openMemoryDatabase } from '../library/memory-library.ts'

function custom(title: string, change: Partial<CustomPreset> = {}): CustomPreset {
  return {
    title,
    steps: 4,
    scheduler: 'tcd',
    spacing: null,
    timesteps: null,
    eta: 0.5,
    guidance: 0,
    families: ['sd15'],
    weights: { sd15: 'hyper-sd15-unified' },
    loras: [{ name: 'ink', contentSha256: null, strength: 0.8 }],
    size: { width: 512, height: 768 },
    ...change,
  }
}

function setUp() {
  const values = createValueStore(openMemoryDatabase())
  let changes = 0
  const presets = createCustomPresets(values, () => (changes += 1))
  return { presets, values, changes: () => changes }
}

describe('saved presets', () => {
  it('outlive a title of full length that comes twice, and one that cannot be read', () => {
    const { presets, values } = setUp()
    const long = 'x'.repeat(100)
    presets.add(custom(long))
    presets.add(custom(long))
    expect(presets.list().map(({ title }) => title)).toEqual([long, `${'x'.repeat(98)} 2`])
    expect(() =>
      presets.add(
        custom('Many', {
          loras: Array.from({ length: 17 }, () => ({ name: 'ink', contentSha256: null, strength: 1 })),
        }),
      ),
    ).toThrow('loras')
    const stored = values.read('custom-presets', z.array(z.unknown())) ?? []
    values.write('custom-presets', ['broken', ...stored])
    expect(presets.list()).toHaveLength(2)
  })

  it('come back as they were saved, also to another start', () => {
    const { presets, values, changes } = setUp()
    presets.add(custom('Ink, quick'))
    expect(createCustomPresets(values, () => undefined).list()).toEqual([
      {
        ...custom('Ink, quick'),
        id: 'custom-ink-quick-1',
        group: 'custom-ink-quick-1',
        custom: true,
        guidanceRange: null,
      },
    ])
    expect(changes()).toBe(1)
  })

  it('get a number where the title is taken', () => {
    const { presets } = setUp()
    for (const title of ['Ink', 'Ink', 'ink']) presets.add(custom(title))
    expect(presets.list().map(({ id, title }) => [id, title])).toEqual([
      ['custom-ink-1', 'Ink'],
      ['custom-ink-2-1', 'Ink 2'],
      ['custom-ink-2', 'ink'],
    ])
  })

  it('are changed and removed by their ids', () => {
    const { presets } = setUp()
    presets.add(custom('Ink'))
    expect(presets.change('custom-ink-1', custom('Chalk', { steps: 8 }))).toBe(true)
    expect(presets.list()).toMatchObject([{ id: 'custom-ink-1', title: 'Chalk', steps: 8 }])
    expect([presets.remove('custom-ink-1'), presets.remove('custom-ink-1')]).toEqual([true, false])
    expect(presets.change('custom-ink-1', custom('x'))).toBe(false)
  })

  it('are the same after being exported and taken in', () => {
    const [first, second] = [setUp().presets, setUp().presets]
    first.add(custom('Ink'))
    first.add(custom('Chalk', { size: null, loras: [] }))
    second.take(JSON.parse(JSON.stringify(first.export())))
    expect(second.list()).toEqual(first.list())
    second.take(first.export())
    expect(second.list().map(({ title }) => title)).toEqual(['Ink', 'Chalk', 'Ink 2', 'Chalk 2'])
  })

  it.each([
    ['nothing of the kind', { presets: [] }, 'This file does not hold presets of Onestroke.'],
    [
      'a newer file',
      { onestrokePresets: 2, presets: [] },
      /^These presets were written by a newer Onestroke \(version 2;/,
    ],
    [
      'a wrong field',
      { onestrokePresets: 1, presets: [custom('Ink'), { ...custom('Chalk'), eta: 3 }] },
      /^The preset "Chalk" cannot be read \(eta: .+\)\. No preset was taken over\.$/,
    ],
    ['no preset', { onestrokePresets: 1, presets: [7] }, /^The preset "1" cannot be read \(preset: /],
    [
      'too many',
      { onestrokePresets: 1, presets: Array.from({ length: 201 }, (_, index) => custom(String(index))) },
      'There is room for 200 presets. Delete one to save another.',
    ],
  ])('are not taken over from %s', (_, exported, message) => {
    const { presets, changes } = setUp()
    expect(() => presets.take(exported)).toThrow(message)
    expect([presets.list(), changes()]).toEqual([[], 0])
  })
})
