import { describe, expect, it } from 'vitest'
import { ModelFileError, namingFile } from '../../../main/catalog/file-problem.ts'
import { CheckpointError } from '../../../models/checkpoints/checkpoint-error.ts'
import { foreignText } from '../../../models/sentences/sentence.ts'

function problemOf(path: string, error: unknown): unknown {
  try {
    return namingFile(path, () => {
      throw error
    })
  } catch (problem) {
    return problem
  }
}

const system = (code: string): Error => Object.assign(new Error(`${code}: something happened`), { code })

describe('namingFile', () => {
  it('hands on what was read', () => {
    expect(namingFile('/a', () => 7)).toBe(7)
  })

  it.each([
    [new CheckpointError(foreignText('The file is cut off.')), 'a.safetensors is cut off.'],
    [new CheckpointError(foreignText('The UNet is incomplete.')), 'a.safetensors: The UNet is incomplete.'],
    [
      new CheckpointError(foreignText('The files of this model differ.')),
      'a.safetensors: The files of this model differ.',
    ],
    [system('ENOENT'), '/models/a.safetensors does not exist. Check the path.'],
    [system('EACCES'), '/models/a.safetensors may not be read. Check its permissions.'],
    [system('EIO'), '/models/a.safetensors cannot be read from the disk. Check the drive.'],
  ])('puts the file’s name into %s', (error, message) => {
    const problem = problemOf('/models/a.safetensors', error)
    expect(problem).toBeInstanceOf(ModelFileError)
    expect(problem).toMatchObject({ message, cause: error })
  })

  it('names the innermost file only', () => {
    const inner = new ModelFileError(foreignText('config.json is not readable as JSON.'))
    expect(problemOf('/models/folder', inner)).toBe(inner)
  })

  it.each([new TypeError('a mistake of ours'), system('EWEIRD'), 'not even an error'])('lets %s through', (error) => {
    expect(problemOf('/a', error)).toBe(error)
  })
})
