import { describe, expect, it } from 'vitest'
import {
  existingPath,
  parseInteger,
  parseLora,
  parseNumber,
  parseSize,
  parseTimesteps,
} from '../../../main/cli/option-values.ts'
import { UsageError } from '../../../main/cli/usage-error.ts'

describe('parseNumber', () => {
  const parse = parseNumber('--eta', 0, 1)
  it.each([
    ['0', 0],
    ['1', 1],
    ['.3', 0.3],
    ['1e-1', 0.1],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toBe(value)
  })

  it.each(['', ' ', 'x', '1.01', '-0.1', 'NaN', 'Infinity', '0,5', '0.5x'])(
    'refuses %j, naming bounds and text',
    (text) => {
      expect(() => parse(text)).toThrow(new UsageError(`--eta takes a number from 0 to 1, not "${text}".`))
    },
  )
})

describe('parseInteger', () => {
  const parse = parseInteger('--seed', 0, Number.MAX_SAFE_INTEGER)
  it.each([
    ['0', 0],
    ['007', 7],
    ['9007199254740991', 2 ** 53 - 1],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toBe(value)
  })

  it.each(['', '1.5', '-1', '1e3', '0x10', '9007199254740992', '1 000', '٣'])('refuses %j', (text) => {
    expect(() => parse(text)).toThrow(UsageError)
  })
})

describe('parseSize', () => {
  const parse = parseSize('--width')
  it.each([8, 512, 8192])('takes %d', (size) => {
    expect(parse(String(size))).toBe(size)
  })

  it.each([
    ['12', /next to 12 are 8 and 16/],
    ['511', /next to 511 are 504 and 512/],
    ['0', /from 8 to 8192/],
    ['8200', /from 8 to 8192/],
  ])('refuses %s and says what is near', (text, message) => {
    expect(() => parse(text)).toThrow(message)
  })
})

describe('parseTimesteps', () => {
  it.each([
    ['800', [800]],
    ['999, 749,0', [999, 749, 0]],
  ])('reads %j', (text, timesteps) => {
    expect(parseTimesteps(text)).toEqual(timesteps)
  })

  it.each(['', '800,', '1000', '-1', '800;400', '99.5'])('refuses %j', (text) => {
    expect(() => parseTimesteps(text)).toThrow(UsageError)
  })
})

describe('parseLora', () => {
  it.each([
    ['a.safetensors', 'a.safetensors', 1],
    ['a.safetensors:0.5', 'a.safetensors', 0.5],
    ['a.safetensors:-.25', 'a.safetensors', -0.25],
    ['a.safetensors:0', 'a.safetensors', 0],
    ['C:\\loras\\a.safetensors', 'C:\\loras\\a.safetensors', 1],
    ['C:\\loras\\a.safetensors:2', 'C:\\loras\\a.safetensors', 2],
    ['16:9.safetensors', '16:9.safetensors', 1],
    ['a:b:0.5', 'a:b', 0.5],
    ['none', 'none', 1],
  ])('reads %s', (text, name, strength) => {
    expect(parseLora(text, [])).toEqual([{ name, strength }])
  })

  it('adds to those named earlier', () => {
    expect(parseLora('b:2', parseLora('a', [])).map(({ name }) => name)).toEqual(['a', 'b'])
  })
})

describe('existingPath', () => {
  it('makes paths absolute', () => {
    expect(existingPath('model', import.meta.filename)).toBe(import.meta.filename)
    expect(existingPath('model', '.')).toBe(process.cwd())
  })

  it.each(['no/such/file', ''])('refuses %j', (path) => {
    expect(() => existingPath('LoRA', path)).toThrow(new UsageError(`There is no LoRA "${path}". Check the path.`))
  })
})
