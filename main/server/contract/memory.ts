import { z } from '@hono/zod-openapi'
import { sentenceSchema } from './common.ts'

/** What a picture will take of a device's memory, by shapes alone. */
export const memoryPlanSchema = z
  .object({
    device: z.string(),
    /** What is held at the same time at most, and what may be held. */
    peakBytes: z.number(),
    budgetBytes: z.number(),
    parts: z.array(
      z.object({
        /** A network's name (`UNet`, `text encoder`, …) or `pictures` for what the steps and the decoding work with. */
        part: z.string(),
        bytes: z.number(),
        /** Let go before the next part is loaded, because all together would not fit. */
        released: z.boolean(),
      }),
    ),
    fits: z.boolean(),
    /** Why it does not fit, and what would. */
    problem: sentenceSchema.or(z.null()),
    /** The nearest settings that fit; null where it fits, or nothing does. */
    suggestion: z
      .object({
        width: z.int(),
        height: z.int(),
        vaeId: z.string().nullable(),
        tiling: z.enum(['auto', 'on', 'off']),
      })
      .nullable(),
  })
  .openapi('MemoryPlan')
export type MemoryPlan = z.infer<typeof memoryPlanSchema>
