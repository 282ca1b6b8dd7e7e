import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { describeFailure } from '../../../main/cli/describe-failure.ts'
import { UsageError } from '../../../main/cli/usage-error.ts'
import { ModelFileError } from '../../../main/catalog/file-problem.ts'
import { CancelledError, EngineCrashedError, EngineError } from '../../../main/engine/engine-errors.ts'
import { FileError } from '../../../main/files/file-error.ts'
import { ImageError } from '../../../main/images/image-error.ts'
import { PresetError } from '../../../models/recipe/presets.ts'
import { RecipeError } from '../../../models/recipe/recipe.ts'
import { SchedulerError } from '../../../models/schedulers/scheduler-error.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { foreignText } from '../../../models/sentences/sentence.ts'

const A = foreignText('a')

describe('describeFailure', () => {
  it.each([new UsageError('a'), new PresetError(A), new SchedulerError(A)])('takes %o for wrong usage', (error) => {
    expect(describeFailure(error)).toMatchObject({ exitCode: 2, message: 'a' })
  })

  it.each([
    new ModelFileError(A),
    new EngineError('memory', A, ''),
    new FileError(A, 'ENOSPC'),
    new ImageError(A),
    new RecipeError(A),
  ])('passes on the words of %o', (error) => {
    expect(describeFailure(error)).toMatchObject({ exitCode: 1, message: 'a' })
  })

  it('tells of a cancel', () => {
    expect(describeFailure(new CancelledError())).toMatchObject({ exitCode: 1, message: 'Cancelled.' })
  })

  it('says nothing where commander has said it', () => {
    const error = new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'")
    expect(describeFailure(error)).toMatchObject({ exitCode: 2, message: '' })
  })

  it.each([new TypeError('x is not a function'), 'x is not a function'])('calls %o a failure of ours', (error) => {
    const { exitCode, message } = describeFailure(error)
    expect(exitCode).toBe(1)
    expect(message).toBe('Onestroke failed: x is not a function (run again with --verbose for details)')
  })

  it('gives details: what the engine said, then the stack', () => {
    const refused = describeFailure(new EngineError('device', A, 'cuda: no such library'))
    expect(refused.details).toMatch(/^cuda: no such library\nEngineError: a\n {4}at /)
    const crashed = describeFailure(
      new EngineCrashedError(foreignText('signal SIGSEGV'), sentence('activity.decoding'), 'last words'),
    )
    expect(crashed.details).toMatch(/^last words\nEngineCrashedError: /)
    expect(crashed.message).toBe(
      'The engine stopped unexpectedly while decoding the picture (signal SIGSEGV). Nothing was saved; try again.',
    )
  })
})
