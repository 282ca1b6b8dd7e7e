import { z } from 'zod'
import type { ValueStore } from '../library/library.ts'
import { sentenceSchema } from '../server/contract/common.ts'

const storedSchema = z.array(
  z.object({
    id: z.string(),
    from: z.string().nullable(),
    folder: z.string(),
    state: z.enum(['waiting', 'paused', 'failed']),
    problem: sentenceSchema.nullable(),
  }),
)

/** What of a download outlives the program; how far it is, its part tells. */
export type StoredOrder = z.infer<typeof storedSchema>[number]

const ORDERS_KEY = 'downloads'
const ACCEPTED_KEY = 'accepted-licences'

export function readOrders(values: ValueStore): StoredOrder[] {
  return values.read(ORDERS_KEY, storedSchema) ?? []
}

export function writeOrders(values: ValueStore, orders: readonly StoredOrder[]): void {
  values.write(ORDERS_KEY, orders)
}

/** Ids of the licences that the user has accepted. */
export function readAccepted(values: ValueStore): string[] {
  return values.read(ACCEPTED_KEY, z.array(z.string())) ?? []
}

export function addAccepted(values: ValueStore, ids: readonly string[]): void {
  values.write(ACCEPTED_KEY, [...new Set([...readAccepted(values), ...ids])].toSorted())
}
