import { describe, expect, it } from 'vitest'
import { gallery as de } from '../../../../renderer/messages/de/gallery.ts'
import { gallery as en } from '../../../../renderer/messages/en/gallery.ts'
import { notTrashedText } from '../../../../renderer/state/not-trashed.ts'

const one = { type: 'deletionFailed' as const, ids: ['a'.repeat(16)], fileName: 'fox.png', reason: null }

describe('notTrashedText', () => {
  it('names the file, and says what to do', () => {
    expect(notTrashedText(one, en)).toBe(
      'The trash did not take fox.png, so the picture is in the gallery again. Delete its file in the file manager, or try again.',
    )
    expect(notTrashedText({ ...one, ids: [...one.ids, 'b'.repeat(16), 'c'.repeat(16)] }, de)).toMatch(
      /^Der Papierkorb hat fox\.png und 2 weitere nicht genommen/,
    )
  })

  it('ends with the first line of the system’s words', () => {
    const text = notTrashedText({ ...one, reason: 'No trash on this disk.\n    at trash (index.js:1)' }, en)
    expect(text).toMatch(/try again\. The system says: No trash on this disk\.$/)
  })
})
