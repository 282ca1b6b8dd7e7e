import type { BackEndState, Supervisor } from './supervisor.ts'

/** Resolves to whether the back end is running: at once where that is settled, else when it is, or after `limitMs`. */
export function whenRunning(supervisor: Supervisor, limitMs: number): Promise<boolean> {
  const first = supervisor.state()
  if (isSettled(first)) return Promise.resolve(first.status === 'running')
  return new Promise((resolve) => {
    const finish = (isRunning: boolean) => {
      clearTimeout(timer)
      unsubscribe()
      resolve(isRunning)
    }
    const unsubscribe = supervisor.onChange((state) => void (isSettled(state) && finish(state.status === 'running')))
    const timer = setTimeout(() => finish(false), limitMs)
  })
}

function isSettled({ status }: BackEndState): boolean {
  return status === 'running' || status === 'stopped'
}
