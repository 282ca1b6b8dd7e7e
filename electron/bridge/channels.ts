import { z } from 'zod/mini'
import type { MenuCommand } from '../../main/server/contract/bridge.ts'

// What passes between the preload script and the main process. Both ends check what they get against these.

/** As in the contract (main/server/contract/common.ts). */
const imageIdSchema = z.string().check(z.regex(/^[a-z0-9]{16}$/))
const pathSchema = z.string().check(z.minLength(1))

/** Questions of the page: what it may ask with, and what it gets. */
export const QUESTIONS = {
  openFile: { ask: z.enum(['weights', 'weights-folder']), answer: z.nullable(pathSchema) },
  openFolder: { ask: z.enum(['pictures', 'models', 'export']), answer: z.nullable(pathSchema) },
  reveal: { ask: imageIdSchema, answer: z.null() },
  /** What the user opened since the last time. */
  takeOpenedFiles: {
    ask: z.null(),
    answer: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('picture'), name: z.string(), bytes: z.instanceof(Uint8Array<ArrayBuffer>) }),
        z.object({ kind: z.literal('weights'), name: z.string(), path: pathSchema }),
      ]),
    ),
  },
} as const
export type QuestionName = keyof typeof QUESTIONS
export type Ask<Name extends QuestionName> = z.infer<(typeof QUESTIONS)[Name]['ask']>
export type Answer<Name extends QuestionName> = z.infer<(typeof QUESTIONS)[Name]['answer']>

/** Electron passes on an error's message at most, in a sentence of its own: hence this envelope. */
export const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), message: z.string() }),
])
export type Envelope = z.infer<typeof envelopeSchema>

/** What the page tells without an answer. */
export const dragSchema = z.array(imageIdSchema).check(z.minLength(1), z.maxLength(1000))

/** What the main process tells the page. */
export const menuCommandSchema = z.enum({
  'add-model': 'add-model',
  settings: 'settings',
  shortcuts: 'shortcuts',
  'gallery-view': 'gallery-view',
  'prompt-panel': 'prompt-panel',
  'gallery-panel': 'gallery-panel',
  'picture-only': 'picture-only',
} satisfies { readonly [Command in MenuCommand]: Command })

export const CHANNELS = {
  question: (name: QuestionName) => `onestroke:${name}`,
  drag: 'onestroke:drag',
  menuCommand: 'onestroke:menu-command',
  /** Says that there are opened files to take. */
  filesOpened: 'onestroke:files-opened',
} as const
