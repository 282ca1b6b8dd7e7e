import { z } from 'zod/mini'
import { requestOverPipe } from '../protocol/pipe-request.ts'

const LIMIT_MS = 10_000

// The parts of the contract's ImageDetail and Settings that the shell needs.
const imageSchema = z.object({ path: z.string().check(z.minLength(1)) })
const lookSchema = z.object({ language: z.enum(['en', 'de']), theme: z.enum(['system', 'dark', 'light']) })
const foldersSchema = z.object({ picturesFolder: z.string().check(z.minLength(1)) })

/** The settings that decide how the window looks. */
export type Look = z.infer<typeof lookSchema>

/** What the shell itself asks the back end. */
export interface BackEndClient {
  /** The absolute path of a picture's file. */
  readonly imagePath: (imageId: string) => Promise<string>
  readonly look: () => Promise<Look>
  /** The absolute path of the folder that pictures go to. */
  readonly picturesFolder: () => Promise<string>
}

/** @param pipe where the back end listens. Every question rejects where there is no answer, or another than agreed. */
export function createBackEndClient(pipe: string): BackEndClient {
  return {
    imagePath: async (imageId) => imageSchema.parse(await readJson(pipe, `/api/images/${imageId}`)).path,
    look: async () => lookSchema.parse(await readJson(pipe, '/api/settings')),
    picturesFolder: async () => foldersSchema.parse(await readJson(pipe, '/api/settings')).picturesFolder,
  }
}

async function readJson(pipe: string, path: string): Promise<unknown> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), LIMIT_MS)
  try {
    const answer = await requestOverPipe(pipe, { method: 'GET', path, headers: { host: 'app' }, signal: limit.signal })
    const chunks: Uint8Array[] = []
    for await (const chunk of answer) chunks.push(chunk as Uint8Array)
    if (answer.statusCode !== 200) throw new Error(`The back end answered ${path} with status ${answer.statusCode}.`)
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } finally {
    clearTimeout(timer)
  }
}
