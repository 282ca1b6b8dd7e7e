import { describe, expect, it } from 'vitest'
import { splitPromptWords } from '../../../models/tokenizer/prompt-words.ts'

describe('splitPromptWords', () => {
  it.each([
    ['A Cat, 12!', ['a', 'cat', ',', '1', '2', '!']],
    ["IT'S they're", ['it', "'s", 'they', "'re"]],
    ['nel\u0085here', ['nel', 'here']],
    ['bom\ufeffhere', ['bom', '\ufeff', 'here']],
    ['\u039f\u0394\u039f\u03a3', ['\u03bf\u03b4\u03bf\u03c3']],
    ['cafe\u0301', ['caf\u00e9']],
    ['  ', []],
  ])('splits %j', (text, words) => expect(splitPromptWords(text)).toEqual(words))

  it('stays quick on a hostile run of combining marks', () => {
    const start = performance.now()
    splitPromptWords(`e${'\u0301\u0323'.repeat(200_000)}`)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
