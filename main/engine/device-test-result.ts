import { z } from 'zod'
import { providerSchema, REQUESTS } from './protocol.ts'

/** How a provider did in the self-test. */
export const deviceTestSchema = REQUESTS.selfTest.result.extend({ provider: providerSchema, passed: z.boolean() })
export type DeviceTest = z.infer<typeof deviceTestSchema>
