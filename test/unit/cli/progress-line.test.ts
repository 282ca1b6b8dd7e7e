import { describe, expect, it } from 'vitest'
import type { Application } from '../../../main/cli/application.ts'
import { createProgressLine } from '../../../main/cli/progress-line.ts'

function progressOn(interactive: boolean): string[] {
  const written: string[] = []
  const application = { interactive, rewriteLine: (text: string) => written.push(text) } as unknown as Application
  const progress = createProgressLine(application)
  progress.show('step 1 of 4')
  progress.clear()
  return written
}

describe('createProgressLine', () => {
  it('rewrites one line on a terminal', () => {
    expect(progressOn(true)).toEqual(['step 1 of 4 …', ''])
  })

  it('says nothing where nobody watches', () => {
    expect(progressOn(false)).toEqual([])
  })
})
