import type { WritableDb } from '../database.ts'

/** Pictures whose rows changed since they were read. */
export interface ChangedPictures {
  /** Null: too many to name. */
  readonly seqs: ReadonlySet<number> | null
  /** They were read. What a transaction changed stays named until it has ended: it may be taken back. */
  clear(): void
}

const NOTE = 'note_changed_picture'
const COLUMNS = 'seq, prompt, negative_prompt, model_name, width, height, steps, starred, rating, deleted_at'

/** Of this connection only: the file has no triggers that call the program. */
const TRIGGERS = [
  ['AFTER INSERT ON main.images', 'new.seq'],
  [`AFTER UPDATE OF ${COLUMNS} ON main.images`, 'old.seq', 'new.seq'],
  ['AFTER DELETE ON main.images', 'old.seq'],
  ['AFTER INSERT ON main.image_loras', 'new.image_seq'],
  ['AFTER DELETE ON main.image_loras', 'old.image_seq'],
  ['AFTER INSERT ON main.board_images', 'new.image_seq'],
  ['AFTER DELETE ON main.board_images', 'old.image_seq'],
] as const

/** Notes from now on which pictures change, whoever changes them through this connection. */
export function watchChanges(db: WritableDb, mostNamed: number): ChangedPictures {
  const seqs = new Set<number>()
  let tooMany = false
  db.define(NOTE, (seq) => {
    tooMany ||= seqs.size >= mostNamed
    if (!tooMany) seqs.add(Number(seq))
  })
  for (const [index, [event, ...columns]] of TRIGGERS.entries()) {
    const notes = columns.map((column) => `SELECT ${NOTE}(${column});`).join(' ')
    db.run(`CREATE TEMP TRIGGER note_${index} ${event} BEGIN ${notes} END`)
  }
  return {
    get seqs() {
      return tooMany ? null : seqs
    },
    clear() {
      if (db.inTransaction()) return
      seqs.clear()
      tooMany = false
    },
  }
}
