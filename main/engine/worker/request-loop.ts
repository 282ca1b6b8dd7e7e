import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { CheckpointError } from '../../../models/checkpoints/checkpoint-error.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { ModelFileError } from '../../catalog/file-problem.ts'
import { REQUESTS, toEngineSchema, type FromEngine, type RequestType } from '../protocol.ts'
import type { Handlers, RequestControl } from './handlers.ts'
import { RequestError } from './request-error.ts'

export interface RequestLoop {
  /** Takes a message from the back end. */
  readonly receive: (message: unknown) => void
}

/** As much of a message as it takes to answer it. */
const answerableSchema = z.object({ id: z.int().positive() })

function explain(error: unknown): RequestError {
  if (error instanceof RequestError) return error
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const reason = error instanceof Error ? error.message : String(error)
  if (error instanceof ModelFileError || error instanceof CheckpointError)
    return new RequestError('input', error.sentence, detail)
  if (error instanceof z.ZodError) {
    const field = error.issues[0]?.path.join('.') ?? ''
    const what = field === '' ? sentence('engine.wrong-request') : sentence('engine.wrong-field', { field })
    return new RequestError('internal', what, detail)
  }
  if (/bad_alloc|failed to allocate/i.test(reason)) {
    return new RequestError('memory', sentence('engine.no-memory'), detail)
  }
  return new RequestError('internal', sentence('engine.failed', { reason }), detail)
}

function failure(id: number, error: unknown): FromEngine {
  const { code, sentence: problem, detail } = explain(error)
  return { kind: 'failed', id, code, problem, detail }
}

/** Runs requests one after another, as they arrive; a cancel is noticed at the next checkpoint. */
export function createRequestLoop(handlers: Handlers, send: (message: FromEngine) => void): RequestLoop {
  const unfinished = new Set<number>()
  const cancelled = new Set<number>()
  let last = Promise.resolve()

  const throwIfCancelled = (id: number) => {
    if (cancelled.has(id)) throw new RequestError('cancelled', sentence('engine.cancelled'))
  }

  const controlFor = (id: number): RequestControl => ({
    report: (event) => send({ kind: 'event', id, event }),
    checkpoint: async () => {
      // One turn ends the phase we are in, the second one reads what has arrived.
      await nextTurn()
      await nextTurn()
      throwIfCancelled(id)
    },
  })

  const run = async (id: number, type: RequestType, params: unknown) => {
    const control = controlFor(id)
    try {
      throwIfCancelled(id)
      const handle = handlers[type] as (params: unknown, control: RequestControl) => Promise<unknown>
      send({ kind: 'done', id, result: await handle(REQUESTS[type].params.parse(params), control) })
    } catch (error) {
      send(failure(id, error))
    } finally {
      unfinished.delete(id)
      cancelled.delete(id)
    }
  }

  return {
    receive: (raw) => {
      const message = toEngineSchema.safeParse(raw)
      if (!message.success) {
        const answerable = answerableSchema.safeParse(raw)
        if (answerable.success) send(failure(answerable.data.id, message.error))
      } else if (message.data.kind === 'request') {
        const { id, type, params } = message.data
        unfinished.add(id)
        last = last.then(() => run(id, type, params))
      } else if (unfinished.has(message.data.id)) {
        cancelled.add(message.data.id)
      }
    },
  }
}
