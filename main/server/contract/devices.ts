import { z } from '@hono/zod-openapi'
import { deviceTestSchema } from '../../engine/device-test-result.ts'
import { providerSchema } from '../../engine/protocol.ts'
import { timeSchema } from './common.ts'

/** What can compute pictures here. */
export const devicesSchema = z
  .object({
    /** What the next picture is made on, or at least tried on. */
    next: providerSchema,
    /** Why the choice "auto" means the CPU: nothing was tested yet, nothing else passed, or it is the fastest; else null. */
    autoUsesCpu: z.enum(['untested', 'nothing-else-passed', 'fastest']).nullable(),
    /** What is being tested now. */
    testing: providerSchema.nullable(),
    testedAt: timeSchema.nullable(),
    /** Results of the self-test, one per device; empty before it. `runMs` is the time of a small step. */
    tests: z.array(deviceTestSchema),
  })
  .openapi('Devices')
export type Devices = z.infer<typeof devicesSchema>
