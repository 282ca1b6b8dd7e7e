import { describe, expect, it } from 'vitest'

import { describeFileError } from '../../../main/files/file-error.ts'

const failure = (code: string): Error => Object.assign(new Error('x'), { code })

describe('describeFileError', () => {
  it.each([
    ['ENOSPC', 'There is no space left on the disk for "a.png".'],
    ['EDQUOT', 'Your disk quota leaves no space for "a.png".'],
    ['EROFS', '"a.png" cannot be written: its disk is read-only. Choose another place.'],
    ['EXYZ', '"a.png" cannot be written: the system reported EXYZ.'],
  ])('says what %s means', (code, message) => {
    expect(describeFileError(failure(code), 'a.png', 'written')).toMatchObject({ code, message })
  })

  it('copes with errors that are none of the system', () => {
    expect(describeFileError('what', 'a.png', 'read').message).toBe(
      '"a.png" cannot be read: the system reported UNKNOWN.',
    )
  })

  it('leaves a FileError as it is', () => {
    const error = describeFileError(failure('EIO'), 'a.png', 'read')
    expect(describeFileError(error, 'b.png', 'written')).toBe(error)
  })
})
