import { describe, expect, it, vi } from 'vitest'
import { ModelFileError } from '../../../../main/catalog/file-problem.ts'
import type { FromEngine } from '../../../../main/engine/protocol.ts'
import type { Handlers, RequestControl } from '../../../../main/engine/worker/handlers.ts'
import { RequestError } from '../../../../main/engine/worker/request-error.ts'
import { createRequestLoop } from '../../../../main/engine/worker/request-loop.ts'
import { CheckpointError } from '../../../../models/checkpoints/checkpoint-error.ts'
import { sentence } from '../../../../models/sentences/catalogue.ts'
import { foreignText, type Sentence } from '../../../../models/sentences/sentence.ts'

type Handle = (latentId: string, control: RequestControl) => Promise<void>

/** A loop whose `release` requests do what `handle` says. */
function startLoop(handle: Handle) {
  const sent: FromEngine[] = []
  const handlers = {
    release: async ({ latentId }: { latentId: string }, control: RequestControl) => {
      await handle(latentId, control)
      return {}
    },
  } as unknown as Handlers
  const loop = createRequestLoop(handlers, (message) => void sent.push(message))
  const request = (id: number, latentId: unknown) =>
    loop.receive({ kind: 'request', id, type: 'release', params: { latentId } })
  const cancel = (id: number) => loop.receive({ kind: 'cancel', id })
  const settled = (count: number) =>
    vi.waitFor(() => expect(sent.filter(({ kind }) => kind !== 'event')).toHaveLength(count))
  return { loop, sent, request, cancel, settled }
}

const nothing: Handle = () => Promise.resolve()

describe('requests', () => {
  it('run one after another, in the order they came in', async () => {
    const log: string[] = []
    const { request, settled } = startLoop(async (name, { checkpoint }) => {
      log.push(`begin ${name}`)
      await checkpoint()
      log.push(`end ${name}`)
    })
    request(1, 'a')
    request(2, 'b')
    await settled(2)
    expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b'])
  })

  it('report what goes on under their id', async () => {
    const { request, sent, settled } = startLoop(async (_, { report }) =>
      report({ type: 'activity', activity: sentence('activity.loading', { network: 'UNet' }) }),
    )
    request(7, 'a')
    await settled(1)
    expect(sent).toEqual([
      {
        kind: 'event',
        id: 7,
        event: { type: 'activity', activity: sentence('activity.loading', { network: 'UNet' }) },
      },
      { kind: 'done', id: 7, result: {} },
    ])
  })
})

describe('a failure', () => {
  it.each<[what: string, error: unknown, code: string, message: string]>([
    [
      'written for the user',
      new RequestError('input', sentence('run.clip-skip', { most: 2 })),
      'input',
      'Clip skip can be at most 2 with this model.',
    ],
    [
      'of a model file',
      new ModelFileError(foreignText('a.safetensors is cut off.')),
      'input',
      'a.safetensors is cut off.',
    ],
    [
      'of a network’s builder',
      new CheckpointError(foreignText('The tensor x is missing.')),
      'input',
      'The tensor x is missing.',
    ],
    ['of memory', new Error('std::bad_alloc'), 'memory', 'There is not enough memory for this picture.'],
    [
      'of memory on a GPU',
      new Error('BFCArena: Failed to allocate memory for 2 GB'),
      'memory',
      'There is not enough memory',
    ],
    ['of any other kind', new Error('Got invalid dimensions'), 'internal', 'The engine failed: Got invalid dimensions'],
    ['that is no error', 'nothing', 'internal', 'The engine failed: nothing'],
  ])('%s is answered with a code and a sentence, and the next request runs', async (_, error, code, message) => {
    const { request, sent, settled } = startLoop((name) =>
      name === 'fail' ? Promise.reject(error) : nothing(name, {} as RequestControl),
    )
    request(1, 'fail')
    request(2, 'work')
    await settled(2)
    expect(sent[0]).toMatchObject({ kind: 'failed', id: 1, code })
    expect((sent[0] as { problem: Sentence }).problem.message).toContain(message)
    expect(sent[1]).toMatchObject({ kind: 'done', id: 2 })
  })
})

describe('messages without sense', () => {
  it('with wrong parameters fail, naming the field', async () => {
    const { request, sent, settled } = startLoop(nothing)
    request(1, 42)
    await settled(1)
    expect(sent).toMatchObject([{ kind: 'failed', id: 1, code: 'internal' }])
    expect(sent).toMatchObject([{ problem: sentence('engine.wrong-field', { field: 'latentId' }) }])
  })

  it.each([
    { kind: 'request', id: 3, type: 'make coffee', params: {} },
    { kind: 'request', id: 3 },
    { kind: 'greeting', id: 3 },
  ])('%j fail where they can be answered', (message) => {
    const { loop, sent } = startLoop(nothing)
    loop.receive(message)
    expect(sent).toMatchObject([{ kind: 'failed', id: 3, code: 'internal' }])
  })

  it.each([null, 'hello', 17, {}, { kind: 'cancel' }, { kind: 'request', id: -1 }, { kind: 'request', id: '1' }])(
    '%j are passed over where they cannot',
    async (message) => {
      const { loop, sent, request, settled } = startLoop(nothing)
      loop.receive(message)
      expect(sent).toEqual([])
      request(1, 'a')
      await settled(1)
    },
  )
})

describe('a cancel', () => {
  it('is noticed at the next checkpoint', async () => {
    const log: string[] = []
    const { request, cancel, sent, settled } = startLoop(async (_, { checkpoint }) => {
      for (let step = 1; step <= 10; step++) {
        log.push(`step ${step}`)
        if (step === 3) setImmediate(() => cancel(1))
        await checkpoint()
      }
    })
    request(1, 'a')
    await settled(1)
    expect(log).toEqual(['step 1', 'step 2', 'step 3'])
    expect(sent).toEqual([
      { kind: 'failed', id: 1, code: 'cancelled', problem: sentence('engine.cancelled'), detail: '' },
    ])
  })

  it('of a request that waits keeps it from running', async () => {
    const log: string[] = []
    const { request, cancel, sent, settled } = startLoop(async (name, { checkpoint }) => {
      log.push(name)
      await checkpoint()
    })
    request(1, 'a')
    request(2, 'b')
    cancel(2)
    await settled(2)
    expect(log).toEqual(['a'])
    expect(sent).toMatchObject([
      { kind: 'done', id: 1 },
      { kind: 'failed', id: 2, code: 'cancelled' },
    ])
  })

  it('of what is done, or was never asked, changes nothing', async () => {
    const { request, cancel, sent, settled } = startLoop(async (_, { checkpoint }) => checkpoint())
    cancel(1)
    request(1, 'a')
    await settled(1)
    cancel(1)
    expect(sent).toEqual([{ kind: 'done', id: 1, result: {} }])
  })
})
