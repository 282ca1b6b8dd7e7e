import { z } from 'zod'
import { CATALOGUE, type SentenceKey } from '../../../models/sentences/catalogue.ts'
import { familySchema } from '../../server/contract/models.ts'

/** A sentence that takes no values. */
type PlainKey = { [Key in SentenceKey]: Parameters<(typeof CATALOGUE)[Key]> extends [] ? Key : never }[SentenceKey]

const plainKeySchema = z.custom<PlainKey>((key) => typeof key === 'string' && Object.hasOwn(CATALOGUE, key))

const digestSchema = z.string().regex(/^[0-9a-f]{64}$/)
const idSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** A file in a repository: `revision` is a commit, or `main` where none is known; the hash decides in any case. */
const placeSchema = z.strictObject({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  revision: z.string().regex(/^(main|[0-9a-f]{40})$/),
  path: z.string().regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/),
})
export type PublishedPlace = z.infer<typeof placeSchema>

const fileSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1),
  kind: z.enum(['checkpoint', 'lora', 'vae', 'unet']),
  family: familySchema,
  /** The name that it gets here. */
  fileName: z.string().regex(/^[\w-][\w.-]*\.safetensors$/),
  /** Exact, or within one per cent where no source gives it to the byte. */
  bytes: z.union([z.int().positive(), z.strictObject({ about: z.int().positive() })]),
  sha256: digestSchema,
  /** Of other editions of the file, for recognition. */
  otherSha256: z.array(digestSchema).default([]),
  /** How AutoV3 begins: the SHA-256 of the tensors without the header. */
  contentSha256Prefix: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .optional(),
  hashSource: z.string().min(1),
  licenceId: idSchema,
  source: placeSchema,
  /** The same bytes elsewhere. */
  copies: z.array(placeSchema).default([]),
  /** Ids of files that it is of no use without; one of each inner list. */
  needs: z.array(z.array(idSchema).min(1)).default([]),
})

/** A file that the catalog knows, as the manifest has it. */
export type ManifestFile = z.infer<typeof fileSchema>

const licenceSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1),
  url: z.url({ protocol: /^https$/ }),
  terms: z.array(plainKeySchema).min(1),
})

const bundleSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1),
  description: plainKeySchema,
  family: familySchema,
  fileIds: z.array(idSchema).min(1),
})

const originSchema = z.url({ protocol: /^https$/ })

export const manifestSchema = z.strictObject({
  /** Where the places lie: `<base>/<repository>/resolve/<revision>/<path>`. */
  base: originSchema,
  /** Other servers with the same paths. */
  mirrors: z.array(originSchema),
  /** Hosts that may be asked or redirected to; `*.` stands for any host below. */
  hosts: z.array(z.string().regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/)).min(1),
  licences: z.array(licenceSchema).min(1),
  files: z.array(fileSchema).min(1),
  bundles: z.array(bundleSchema),
})
export type Manifest = z.infer<typeof manifestSchema>
