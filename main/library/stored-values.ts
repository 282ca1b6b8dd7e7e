import { z } from 'zod'
import { jsonColumn, type WritableDb } from './database.ts'
import type { PromptHistory, ValueStore } from './library.ts'

const jsonRow = z.object({ json: jsonColumn })

/** Values by name, kept in `db`. */
export function createValueStore(db: WritableDb): ValueStore {
  return {
    read(key, schema) {
      const row = db.first(jsonRow, 'SELECT json FROM stored_values WHERE name = ?', [key])
      if (row === null) return null
      const parsed = schema.safeParse(row.json)
      return parsed.success ? parsed.data : null
    },
    write(key, value) {
      db.run(
        'INSERT INTO stored_values (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json',
        [key, JSON.stringify(value)],
      )
    },
  }
}

const MOST_PROMPTS = 200

const promptRow = z.object({ prompt: z.string() })

/** The latest prompts, kept in `db`. */
export function createPromptHistory(db: WritableDb): PromptHistory {
  return {
    list: () => db.all(promptRow, 'SELECT prompt FROM prompt_history ORDER BY seq DESC').map(({ prompt }) => prompt),
    add(prompt) {
      if (prompt.trim() === '') return
      db.transaction(() => {
        db.run('DELETE FROM prompt_history WHERE prompt = ?', [prompt])
        db.run('INSERT INTO prompt_history (seq, prompt) SELECT coalesce(max(seq), 0) + 1, ? FROM prompt_history', [
          prompt,
        ])
        db.run(
          `DELETE FROM prompt_history WHERE seq NOT IN (
             SELECT seq FROM prompt_history ORDER BY seq DESC LIMIT ${MOST_PROMPTS})`,
        )
      })
    },
  }
}
