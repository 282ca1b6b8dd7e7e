import type { Engine, RequestOptions } from '../../main/engine/engine-client.ts'
import { CancelledError } from '../../main/engine/engine-errors.ts'
import type { ParamsOf, RequestType, ResultOf } from '../../main/engine/protocol.ts'

/** An engine without networks: it paints pictures of one colour that follows from the seed. */
export interface FakeEngine extends Engine {
  /** Seeds that were denoised, in order. */
  readonly seeds: number[]
  /** Prompts that were encoded, in order. */
  readonly prompts: string[]
  /** What the next run of a seed throws. */
  readonly failOnce: Map<number, Error>
  /** What the next decoding of a seed's latent throws. */
  readonly failDecodingOnce: Map<number, Error>
  /** While set, denoising waits for `release` or the request's end. */
  hold(): { readonly release: () => void; readonly reached: Promise<void> }
}

interface Gate {
  readonly opened: Promise<void>
  readonly reach: () => void
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted === true) reject(new CancelledError())
    signal?.addEventListener('abort', () => reject(new CancelledError()), { once: true })
  })
}

export function createFakeEngine(): FakeEngine {
  const seeds: number[] = []
  const prompts: string[] = []
  const failOnce = new Map<number, Error>()
  const failDecodingOnce = new Map<number, Error>()
  let gate: Gate | null = null
  let size = { width: 0, height: 0 }
  let seed = 0

  async function denoise(params: ParamsOf<'denoise'>, options: RequestOptions): Promise<ResultOf<'denoise'>> {
    seed = params.generators[0]?.seed ?? 0
    size = { width: params.width, height: params.height }
    const failure = failOnce.get(seed)
    failOnce.delete(seed)
    if (failure !== undefined) throw failure
    if (gate !== null) {
      gate.reach()
      await Promise.race([gate.opened, untilAborted(options.signal)])
    }
    const { steps } = params.scheduler
    for (let done = 1; done <= steps; done++) options.onEvent?.({ type: 'step', done, total: steps, ms: 1 })
    seeds.push(seed)
    return { latentId: `latent-${seed}`, pictures: 1, firstStepMs: 1, totalMs: steps }
  }

  const answers: { [T in RequestType]: (params: ParamsOf<T>, options: RequestOptions) => unknown } = {
    load: () => ({ modelId: 'model', onnxruntime: '1.0.0' }),
    encodeText: ({ prompt }) => {
      prompts.push(prompt)
      return { textId: 'text', tokenCount: 3, truncated: false, cached: false }
    },
    prepare: () => ({}),
    denoise,
    decode: () => {
      const failure = failDecodingOnce.get(seed)
      failDecodingOnce.delete(seed)
      if (failure !== undefined) throw failure
      const pixels = new Uint8Array(3 * size.width * size.height).fill(seed % 256)
      return { pixels, ...size }
    },
    readLatent: () => {
      const shape = [1, size.height / 8, size.width / 8]
      return { values: new Float32Array((size.height / 8) * (size.width / 8)).fill(seed), shape }
    },
    putLatent: ({ values, shape: [, height = 0, width = 0] }) => {
      seed = values[0] ?? 0
      size = { width: width * 8, height: height * 8 }
      return { latentId: `latent-${seed}` }
    },
    release: () => ({}),
    unload: () => ({}),
    sessions: () => ({ sessions: [{ component: 'UNet', provider: 'cpu', fallbacks: [], createMs: 1 }] }),
    selfTest: () => ({ available: true, reason: '', maxError: 0, runMs: 1 }),
  }

  return {
    seeds,
    prompts,
    failOnce,
    failDecodingOnce,
    pid: undefined,
    hold() {
      const opened = Promise.withResolvers<void>()
      const reached = Promise.withResolvers<void>()
      gate = { opened: opened.promise, reach: reached.resolve }
      const release = () => {
        gate = null
        opened.resolve()
      }
      return { release, reached: reached.promise }
    },
    async request(type, params, options = {}) {
      if (options.signal?.aborted === true) throw new CancelledError()
      return (await answers[type](params as ParamsOf<typeof type>, options)) as ResultOf<typeof type>
    },
    close: () => Promise.resolve(),
  }
}
