import { z } from '@hono/zod-openapi'
import { idSchema, sentenceSchema } from './common.ts'
import { devicesSchema } from './devices.ts'
import { jobSchema, progressSchema, queueSchema } from './generation.ts'
import { boardSchema, imageSchema } from './library.ts'
import { hashingSchema, modelFoldersSchema, modelSchema } from './models.ts'
import { downloadsSchema } from './downloads.ts'
import { presetSchema } from './presets.ts'

/** What a prompt costs: CLIP reads 75 tokens. */
export const tokenCountSchema = z
  .object({
    tokenCount: z.int().nonnegative(),
    limit: z.int().positive(),
    /** Where the first token that is not read begins, in UTF-16 units; null where all are read. */
    cutAt: z.int().nullable(),
  })
  .openapi('TokenCount')

export const settingsSchema = z
  .object({
    language: z.enum(['en', 'de']),
    theme: z.enum(['system', 'dark', 'light']),
    /** Absolute path of the pictures folder. */
    picturesFolder: z.string(),
    /** How pictures are named below that folder: text with fields in braces (models/recipe/name-template.ts), `/` makes folders. */
    fileNameTemplate: z.string().max(200),
    /** Absolute path of the folder that downloaded models go to. */
    modelsFolder: z.string(),
    /** Base URL to download from instead of the publishers' own servers; empty: none. */
    downloadMirror: z.string().max(500),
    device: z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml']),
    /** Keys by action where they differ from the defaults. */
    shortcuts: z.record(z.string(), z.string()),
  })
  .openapi('Settings')
export type Settings = z.infer<typeof settingsSchema>

/** What the page needs before it can draw anything. */
export const bootstrapSchema = z
  .object({
    version: z.string(),
    settings: settingsSchema,
    /** What the page stored last (draft, panel sizes, selection): its own shape, opaque here. */
    uiState: z.record(z.string(), z.unknown()),
    models: z.array(modelSchema),
    presets: z.array(presetSchema),
    downloads: downloadsSchema,
    hashing: hashingSchema,
    queue: queueSchema,
    boards: z.array(boardSchema),
    promptHistory: z.array(z.string()),
    imageCount: z.int().nonnegative(),
    /** What was mended when the library was opened; null where all was well. */
    recovery: sentenceSchema.or(z.null()),
  })
  .openapi('Bootstrap')
export type Bootstrap = z.infer<typeof bootstrapSchema>

/** One line of GET /api/events. A client that connects gets the queue, the settings, the models and the boards first. */
export const eventSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('queue'), queue: queueSchema }),
    z.object({ type: z.literal('job'), job: jobSchema }),
    z.object({ type: z.literal('progress'), progress: progressSchema }),
    z.object({ type: z.literal('imageAdded'), image: imageSchema }),
    z.object({ type: z.literal('imagesChanged'), ids: z.array(idSchema) }),
    z.object({ type: z.literal('imagesRemoved'), ids: z.array(idSchema) }),
    /** Deleted pictures that the trash did not take; `imageAdded` brings them back. */
    z.object({
      type: z.literal('deletionFailed'),
      ids: z.array(idSchema),
      /** Name of the first one's file. */
      fileName: z.string(),
      /** The system's words; null where it gave none. */
      reason: z.string().nullable(),
    }),
    z.object({ type: z.literal('boardsChanged'), boards: z.array(boardSchema) }),
    z.object({ type: z.literal('modelsChanged'), models: z.array(modelSchema) }),
    z.object({ type: z.literal('modelFoldersChanged'), modelFolders: modelFoldersSchema }),
    z.object({ type: z.literal('hashingChanged'), hashing: hashingSchema }),
    z.object({ type: z.literal('downloadsChanged'), downloads: downloadsSchema }),
    z.object({ type: z.literal('presetsChanged'), presets: z.array(presetSchema) }),
    z.object({ type: z.literal('devicesChanged'), devices: devicesSchema }),
    z.object({ type: z.literal('settingsChanged'), settings: settingsSchema }),
    /** Every 15 seconds, so that a dead connection is noticed. */
    z.object({ type: z.literal('alive') }),
  ])
  .openapi('Event')
export type StudioEvent = z.infer<typeof eventSchema>
