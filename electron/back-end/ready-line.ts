import { z } from 'zod/mini'

const readySchema = z.object({ pipe: z.string(), pid: z.int() })

/** Whether a line that the back end printed says that it listens on `pipe`. */
export function isReadyLine(line: string, pipe: string): boolean {
  return readySchema.safeParse(parseJson(line)).data?.pipe === pipe
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
