const KEY = 'onestroke.ui-state'

/** A place in the browser's storage of this address. Where there is none (storage switched off, or full), it holds nothing. */
export const pageStorage = {
  read: () => attempt(() => localStorage.getItem(KEY)) ?? null,
  write: (text: string) => {
    attempt(() => {
      localStorage.setItem(KEY, text)
    })
  },
  clear: () => {
    attempt(() => {
      localStorage.removeItem(KEY)
    })
  },
} as const

function attempt<T>(use: () => T): T | undefined {
  try {
    return use()
  } catch {
    return undefined
  }
}
