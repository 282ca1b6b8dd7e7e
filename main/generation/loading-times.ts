import { z } from 'zod'
import type { ValueStore } from '../library/library.ts'

/** How long the parts of a run took to load the last time that they were. */
export interface LoadingTimes {
  /** Milliseconds; null where it has never been loaded. */
  expected(part: string): number | null
  record(part: string, ms: number): void
}

/** What decides how long loading takes. */
export interface LoadedRun {
  readonly model: string
  /** Tried first. */
  readonly device: string
  /** In pixels. */
  readonly width: number
  readonly height: number
}

const KEY = 'loading-times'
const MOST_TIMES = 500

const timesSchema = z.array(z.tuple([z.string(), z.number().nonnegative()]))

/** Sizes within a factor of two take about as long. */
function sizeClass({ width, height }: LoadedRun): number {
  return Math.round(Math.log2(width * height))
}

/** Times of one kind of run, kept in `values`; the oldest are forgotten. */
export function createLoadingTimes(values: ValueStore, run: LoadedRun): LoadingTimes {
  const keyOf = (part: string) => JSON.stringify([run.model, run.device, sizeClass(run), part])
  const read = () => values.read(KEY, timesSchema) ?? []
  return {
    expected: (part) => read().find(([key]) => key === keyOf(part))?.[1] ?? null,
    record(part, ms) {
      const others = read().filter(([key]) => key !== keyOf(part))
      values.write(KEY, [...others, [keyOf(part), Math.round(ms)]].slice(-MOST_TIMES))
    },
  }
}
