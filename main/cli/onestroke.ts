import process from 'node:process'
import { CommanderError } from 'commander'
import { createApplication } from './application.ts'
import { describeFailure } from './describe-failure.ts'
import { createProgram } from './program.ts'

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort())
// Whoever reads our output may stop reading: that is not a failure to tell of.
process.stdout.on('error', () => interrupt.abort())

const application = createApplication(interrupt.signal)
try {
  await createProgram(application).parseAsync()
} catch (error) {
  const shownHelp = error instanceof CommanderError && error.exitCode === 0
  if (!shownHelp) {
    const { exitCode, message, details } = describeFailure(error)
    if (message !== '') application.tell(message)
    if (process.argv.includes('--verbose')) application.tell(details)
    process.exitCode = exitCode
  }
} finally {
  await application.engine.close()
}
