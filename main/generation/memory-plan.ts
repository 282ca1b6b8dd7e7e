import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { OpenedModel } from '../catalog/opened-model.ts'
import { sessionsToRelease } from '../engine/session-budget.ts'
import type { MemoryPlan } from '../server/contract/memory.ts'
import type { GenerationRequestBody } from '../server/contract/generation.ts'
import { decideTiling } from './decide-tiling.ts'
import type { PicturesPlan } from './make-pictures.ts'
import { createNetworkNeeds, tileOf, type NamedNeeds, type NetworkNeeds, type PictureSize } from './network-needs.ts'

type Tiling = 'auto' | 'on' | 'off'

/** A picture whose memory is asked for. */
export interface MemoryQuestion {
  readonly opened: OpenedModel
  readonly size: PictureSize
  readonly tiling: Tiling
  readonly vaeId: string | null
  /** The device tried first. */
  readonly device: string
}

export interface MemoryPlanner {
  plan(question: MemoryQuestion): MemoryPlan
  /** Whether a picture is decoded in tiles. */
  tiles(question: Pick<MemoryQuestion, 'opened' | 'size' | 'tiling'>): boolean
}

/** What to ask of a request once it is planned. */
export function questionOf(
  { opened, request }: PicturesPlan,
  { tiling, vaeId }: Pick<GenerationRequestBody, 'tiling' | 'vaeId'>,
): MemoryQuestion {
  const { width, height } = request.sampling
  const [device = 'cpu'] = request.device.providers
  return { opened, size: { width, height }, tiling, vaeId, device }
}

/** The engine's process without a network (docs/benchmarks.md). */
const PROCESS_BYTES = 0.15e9
const SIZE_STEP = 64
const SMALLEST_SIDE = 256

interface Course {
  /** Bytes of all sessions at the worst moment. */
  readonly peak: number
  /** Indices of the networks that are let go during the run. */
  readonly released: ReadonlySet<number>
}

/** Follows the session cache through a picture: each network is made while the earlier ones are held, as far as they fit. */
function followRun(networks: readonly NamedNeeds[], budgetBytes: number): Course {
  const released = new Set<number>()
  let held: { readonly index: number; readonly bytes: number }[] = []
  let peak = 0
  networks.forEach(({ weightBytes, workingBytes }, index) => {
    const bytes = weightBytes + workingBytes
    const count = sessionsToRelease(
      held.map((session) => session.bytes),
      bytes,
      budgetBytes,
    )
    for (const session of held.slice(0, count)) released.add(session.index)
    held = held.slice(count)
    held.push({ index, bytes })
    // Pages of the weights' file are not counted: the system takes them back when memory is short.
    peak = Math.max(
      peak,
      held.reduce((sum, session) => sum + session.bytes, 0),
    )
  })
  return { peak, released }
}

/** The same shape in sizes that get smaller, the longer side in steps of 64 pixels. */
function* smallerSizes({ width, height }: PictureSize): Generator<PictureSize> {
  const longest = Math.max(width, height)
  const along = (side: number, next: number) => Math.max(SIZE_STEP, Math.round((side * next) / longest / 8) * 8)
  for (let next = Math.ceil(longest / SIZE_STEP - 1) * SIZE_STEP; next >= SMALLEST_SIDE; next -= SIZE_STEP) {
    yield { width: along(width, next), height: along(height, next) }
  }
}

interface Found {
  readonly size: PictureSize
  readonly tiling: Tiling
}

function explain(
  { size, peakBytes, budgetBytes }: { size: PictureSize; peakBytes: number; budgetBytes: number },
  found: Found | null,
): Sentence {
  const facts = { ...size, needed: peakBytes, available: budgetBytes }
  if (found === null) return sentence('plan.too-large', facts)
  if (found.size === size) return sentence('plan.fits-in-tiles', facts)
  return sentence('plan.fits-smaller', { ...facts, fitWidth: found.size.width, fitHeight: found.size.height })
}

/**
 * Tells by shapes what pictures will take, without an engine.
 * @param budgetBytes what the engine may hold
 */
export function createMemoryPlanner(budgetBytes: number, needs: NetworkNeeds = createNetworkNeeds()): MemoryPlanner {
  function isTiled(opened: OpenedModel, size: PictureSize, tiling: Tiling): boolean {
    const { weightBytes, workingBytes } = needs.decoder(opened, size)
    const decoderWorkingBytes = weightBytes + workingBytes
    return decideTiling(tiling, { ...size, decoderWorkingBytes, availableBytes: budgetBytes })
  }

  function networksFor(opened: OpenedModel, size: PictureSize, tiling: Tiling): NamedNeeds[] {
    const before = needs.before(opened, size)
    const part = isTiled(opened, size, tiling) ? tileOf(size) : size
    return [...before, needs.decoder(opened, part)]
  }

  const fits = (opened: OpenedModel, size: PictureSize, tiling: Tiling) =>
    followRun(networksFor(opened, size, tiling), budgetBytes).peak <= budgetBytes

  function findFitting(opened: OpenedModel, size: PictureSize): Found | null {
    if (fits(opened, size, 'on')) return { size, tiling: 'on' }
    for (const smaller of smallerSizes(size)) {
      if (fits(opened, smaller, 'auto')) return { size: smaller, tiling: 'auto' }
    }
    return null
  }

  return {
    tiles: ({ opened, size, tiling }) => isTiled(opened, size, tiling),
    plan({ opened, size, tiling, vaeId, device }) {
      const networks = networksFor(opened, size, tiling)
      const { peak, released } = followRun(networks, budgetBytes)
      const peakBytes = Math.round(peak + PROCESS_BYTES)
      const parts = networks.map(({ part, weightBytes }, index) => ({
        part,
        bytes: weightBytes,
        released: released.has(index),
      }))
      const workingBytes = Math.max(...networks.map((network) => network.workingBytes))
      const whole = [...parts, { part: 'pictures', bytes: workingBytes, released: false }]
      const plan = { device, peakBytes, budgetBytes, parts: whole }
      if (peak <= budgetBytes) return { ...plan, fits: true, problem: null, suggestion: null }
      const found = findFitting(opened, size)
      return {
        ...plan,
        fits: false,
        problem: explain({ size, peakBytes, budgetBytes }, found),
        suggestion: found === null ? null : { ...found.size, vaeId, tiling: found.tiling },
      }
    },
  }
}
