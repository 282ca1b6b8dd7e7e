import { z } from '@hono/zod-openapi'
import { sentenceSchema } from './common.ts'
import { familySchema } from './models.ts'

export const licenceSchema = z
  .object({
    /** Such as `creativeml-openrail-m`. */
    id: z.string(),
    title: z.string(),
    url: z.url(),
    /** What it asks of who uses the file, in short sentences. */
    terms: z.array(sentenceSchema),
  })
  .openapi('Licence')

/** A file that the catalog knows. */
export const publishedFileSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(['checkpoint', 'lora', 'vae', 'unet']),
    family: familySchema,
    fileName: z.string(),
    bytes: z.int().positive(),
    sha256: z.string(),
    /** Where the hash is published. */
    hashSource: z.string(),
    licenceId: z.string(),
    /** The page that it is published on. */
    page: z.url(),
    /** Ids of files that it is of no use without; one of each inner list. */
    needs: z.array(z.array(z.string())),
    /** The installed model that is this file; null where none is. */
    modelId: z.string().nullable(),
  })
  .openapi('PublishedFile')
export type PublishedFile = z.infer<typeof publishedFileSchema>

/** Files that belong together. */
export const bundleSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    description: sentenceSchema,
    family: familySchema,
    fileIds: z.array(z.string()).min(1),
    bytes: z.int().positive(),
    /** Of the files that are neither installed nor partly downloaded. */
    missingBytes: z.int().nonnegative(),
  })
  .openapi('Bundle')
export type Bundle = z.infer<typeof bundleSchema>

export const catalogSchema = z
  .object({
    files: z.array(publishedFileSchema),
    bundles: z.array(bundleSchema),
    licences: z.array(licenceSchema),
    /** Ids of licences that were accepted here. */
    accepted: z.array(z.string()),
    /** Where downloads go, and what is free there (null where unknown). */
    folder: z.string(),
    freeBytes: z.number().nullable(),
  })
  .openapi('Catalog')
export type Catalog = z.infer<typeof catalogSchema>

/** A file of the catalog on its way here. `done` ones are told once and then leave the list. */
export const downloadSchema = z
  .object({
    /** The published file's id. */
    id: z.string(),
    title: z.string(),
    /** `checking`: what was there before is hashed; `importing`: it comes from a file of this computer. */
    state: z.enum(['waiting', 'running', 'checking', 'importing', 'paused', 'failed', 'done']),
    doneBytes: z.number().nonnegative(),
    totalBytes: z.number().positive(),
    bytesPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
    /** Why it failed, or is waiting for its next try. */
    problem: sentenceSchema.or(z.null()),
  })
  .openapi('Download')
export type Download = z.infer<typeof downloadSchema>

export const downloadsSchema = z.array(downloadSchema)
