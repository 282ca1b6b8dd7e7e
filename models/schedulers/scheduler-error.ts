/** Settings that a scheduler cannot run with. The message is a plain sentence for the user. */
export class SchedulerError extends Error {
  override readonly name = 'SchedulerError'
}
