/** Which dialog is open, and which follow it. */
export interface Turns<Dialog> {
  readonly open: Dialog | null
  /** Whether the open one came about something that the user opened, so that others of its kind wait for it. */
  readonly inTurn: boolean
  readonly waiting: readonly Dialog[]
}

export const NO_DIALOG = { open: null, inTurn: false, waiting: [] } as const

/** Opens a dialog in place of any other. */
export function opened<Dialog>(turns: Turns<Dialog>, dialog: Dialog): Turns<Dialog> {
  return { ...turns, open: dialog, inTurn: false }
}

/** Opens a dialog about one of perhaps several files: after those about the files before it, in place of any other. */
export function openedInTurn<Dialog>(turns: Turns<Dialog>, dialog: Dialog): Turns<Dialog> {
  if (turns.open !== null && turns.inTurn) return { ...turns, waiting: [...turns.waiting, dialog] }
  return { ...turns, open: dialog, inTurn: true }
}

export function closed<Dialog>({ waiting: [next, ...waiting] }: Turns<Dialog>): Turns<Dialog> {
  return { open: next ?? null, inTurn: next !== undefined, waiting }
}
