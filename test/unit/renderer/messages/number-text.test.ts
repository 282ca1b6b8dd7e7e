import { describe, expect, it } from 'vitest'
import { numberIn, numberText } from '../../../../renderer/messages/number-text.ts'

describe('numberText', () => {
  it('writes numbers as the language does, every digit of them', () => {
    expect([7.5, 0.05, -4, 123456].map((value) => numberText(value, 'de'))).toEqual(['7,5', '0,05', '-4', '123456'])
    expect([7.5, 0.05, -4, 123456].map((value) => numberText(value, 'en'))).toEqual(['7.5', '0.05', '-4', '123456'])
  })
})

describe('numberIn', () => {
  it('reads what either language writes', () => {
    expect(['7,5', ' 7.5 ', '128'].map(numberIn)).toEqual([7.5, 7.5, 128])
  })

  it('finds no number in words and in nothing', () => {
    expect(['', ' ', 'Automatisch', '1,2,3'].map(numberIn)).toEqual([NaN, NaN, NaN, NaN])
  })
})
