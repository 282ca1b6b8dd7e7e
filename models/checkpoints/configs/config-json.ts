import { z } from 'zod'
import { sentence } from '../../sentences/catalogue.ts'
import type { NetworkName } from '../../sentences/checkpoints.ts'
import { CheckpointError } from '../checkpoint-error.ts'

/** A size that a network may have: bounded, so that a hostile file cannot ask for a huge one. */
export const size = z.int().min(1).max(1_000_000)

/** How often something may be repeated in a network; the products of these stay small, too. */
export const LIMITS = { levels: 8, layersPerBlock: 8, depth: 32, textLayers: 128 } as const

/** A number of things of which a network has at most `most`. */
export function upTo(most: number): z.ZodInt {
  return z.int().min(1).max(most)
}

/** A setting of which only one value (or none: upstream's default) is supported. */
export function only<T extends string | number | boolean>(value: T): z.ZodOptional<z.ZodNullable<z.ZodLiteral<T>>> {
  return z.literal(value).nullable().optional()
}

/** A setting that must be absent, null or false. */
export const unused = z.literal(false).nullable().optional()

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    json,
  )
}

/**
 * `json` as the schema reads it.
 * @throws CheckpointError naming the first setting that is missing or not supported.
 */
export function parseConfigJson<T>(schema: z.ZodType<T>, json: unknown, network: NetworkName): T {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const path = result.error.issues[0]?.path ?? []
  const value = JSON.stringify(valueAt(json, path)) ?? ''
  throw new CheckpointError(
    sentence('config.unsupported', { network, setting: path.join('.'), value: value.slice(0, 100) }),
  )
}
