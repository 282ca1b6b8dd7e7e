/** Settings that would load foreign code into a Node process or change how it runs. */
const DANGEROUS_VARIABLES: ReadonlySet<string> = new Set([
  'NODE_OPTIONS',
  'NODE_PATH',
  'LD_PRELOAD',
  'LD_AUDIT',
  'DYLD_INSERT_LIBRARIES',
])

/** The environment of the back end's process: ours, without what is dangerous or meant for Electron. */
export function scrubbedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(
    ([name]) => !DANGEROUS_VARIABLES.has(name) && !name.startsWith('ELECTRON_'),
  )
  return Object.fromEntries(kept)
}
