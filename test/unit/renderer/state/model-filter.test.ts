import { describe, expect, it } from 'vitest'
import { filterModels, matchesSearch } from '../../../../renderer/state/model-filter.ts'
import { model } from './contract-fixtures.ts'

const INK = model('Ink wash v2', { kind: 'lora', triggerWords: ['sumi-e'] })
const XL = model('Painter XL', { family: 'sdxl' })
const UNKNOWN = model('odd', { kind: 'lora', family: null })

describe('matchesSearch', () => {
  it('wants every word in the name or the trigger words', () => {
    expect(matchesSearch(INK, 'WASH ink')).toBe(true)
    expect(matchesSearch(INK, 'ink sumi')).toBe(true)
    expect(matchesSearch(INK, 'ink oil')).toBe(false)
    expect(matchesSearch(INK, '  ')).toBe(true)
  })
})

describe('filterModels', () => {
  const names = (filter: Parameters<typeof filterModels>[1]) =>
    filterModels([INK, XL, UNKNOWN], filter).map(({ name }) => name)

  it('goes by kind and family, and keeps what may be of it', () => {
    expect(names({ search: '', kind: '', family: '' })).toHaveLength(3)
    expect(names({ search: '', kind: 'lora', family: '' })).toEqual(['Ink wash v2', 'odd'])
    expect(names({ search: '', kind: '', family: 'sdxl' })).toEqual(['Painter XL', 'odd'])
    expect(names({ search: 'odd', kind: 'checkpoint', family: '' })).toEqual([])
  })
})
