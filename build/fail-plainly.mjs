/**
 * Runs a command; what it throws becomes one line on standard error and exit code 1, without a stack trace.
 * @param {() => Promise<void>} command
 * @returns {Promise<void>}
 */
export async function failPlainly(command) {
  try {
    await command()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
