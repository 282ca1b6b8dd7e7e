import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ModelFileError } from '../../../../main/catalog/file-problem.ts'
import type { Provider } from '../../../../main/engine/protocol.ts'
import { createSession } from '../../../../main/engine/worker/create-session.ts'
import { nodeRuntime } from '../../../../main/engine/worker/node-runtime.ts'
import { RequestError } from '../../../../main/engine/worker/request-error.ts'
import { Graph } from '../../../../models/graphs/graph.ts'
import { add } from '../../../../models/graphs/operators.ts'
import type { OnnxModel } from '../../../../models/onnx/model.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'
import { writeWeight } from '../../graphs/weight-files.ts'
import { FAILURES, failingRuntime } from './fake-runtime.ts'

const folder = temporaryFolder()

/** x + w, with w in a file of this name. */
function addingModel(name: string): OnnxModel {
  const graph = new Graph('adding')
  const weight = graph.stored(writeWeight(folder, name, [2], [10, 20]))
  graph.output('y', add(graph, graph.input('x', [2]), weight))
  return graph.finish()
}

const constantModel: OnnxModel = { name: 'none', nodes: [], initializers: [], inputs: [], outputs: [] }

async function refusalOf(request: Promise<unknown>): Promise<RequestError> {
  const error: unknown = await request.catch((reason: unknown) => reason)
  if (error instanceof RequestError) return error
  throw new Error(`not refused as it should be: ${String(error)}`)
}

describe('the order of providers', () => {
  const device = { providers: ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as Provider[], threads: null }

  it('is followed until one works, and every failure is told with its reason', async () => {
    const { cuda, dml, coreml, webgpu } = FAILURES
    const { runtime, attempts } = failingRuntime({ cuda, dml, coreml, webgpu })
    const { report } = await createSession(runtime, 'UNet', constantModel, device)
    expect(attempts.map(({ provider }) => provider)).toEqual(['cuda', 'dml', 'coreml', 'webgpu', 'cpu'])
    expect(report).toMatchObject({ component: 'UNet', provider: 'cpu' })
    expect(report.fallbacks).toEqual([
      { provider: 'cuda', reason: cuda },
      { provider: 'dml', reason: dml },
      { provider: 'coreml', reason: coreml },
      { provider: 'webgpu', reason: webgpu },
    ])
  })

  it('ends with the first that works', async () => {
    const { runtime, attempts } = failingRuntime({ cuda: FAILURES.cuda })
    const { report } = await createSession(runtime, 'UNet', constantModel, device)
    expect(report.provider).toBe('dml')
    expect(attempts.map(({ provider }) => provider)).toEqual(['cuda', 'dml'])
  })

  it('passes over providers that this platform’s ONNX Runtime lacks, without trying them', async () => {
    const { runtime, attempts } = failingRuntime({}, ['cpu', 'webgpu'])
    const { report } = await createSession(runtime, 'UNet', constantModel, device)
    expect(attempts.map(({ provider }) => provider)).toEqual(['webgpu'])
    expect(report.fallbacks.map(({ provider }) => provider)).toEqual(['cuda', 'dml', 'coreml'])
    expect(report.fallbacks[0]?.reason).toMatch(/does not include it/)
  })

  it('goes on to the CPU where the graphics memory is too small', async () => {
    const { runtime } = failingRuntime({ cuda: FAILURES.memory })
    const { report } = await createSession(runtime, 'VAE', constantModel, { providers: ['cuda', 'cpu'], threads: null })
    expect(report).toMatchObject({ provider: 'cpu', fallbacks: [{ provider: 'cuda', reason: 'std::bad_alloc' }] })
  })
})

describe('where only one provider was asked for', () => {
  it.each([
    ['cuda', 'CUDA'],
    ['webgpu', 'WebGPU'],
    ['dml', 'DirectML'],
    ['coreml', 'Core ML'],
  ] as const)('%s that fails is refused by its name, and nothing else is tried', async (provider, name) => {
    const { runtime, attempts } = failingRuntime({ [provider]: FAILURES[provider] })
    const refusal = await refusalOf(
      createSession(runtime, 'UNet', constantModel, { providers: [provider], threads: null }),
    )
    expect(refusal).toMatchObject({ code: 'device', detail: `${provider}: ${FAILURES[provider]}` })
    expect(refusal.message).toBe(`${name} does not work on this computer. Choose another device, or "auto".`)
    expect(attempts).toHaveLength(1)
  })

  it('one that this platform lacks is refused too', async () => {
    const { runtime } = failingRuntime({}, ['cpu'])
    const refusal = await refusalOf(
      createSession(runtime, 'UNet', constantModel, { providers: ['dml'], threads: null }),
    )
    expect(refusal.message).toContain('DirectML does not work on this computer.')
    expect(refusal.detail).toContain('does not include it')
  })

  it.each(['cuda', 'cpu'] as const)('too little memory on %s is told as such', async (provider) => {
    const { runtime } = failingRuntime({ [provider]: FAILURES.memory })
    const refusal = await refusalOf(
      createSession(runtime, 'UNet', constantModel, { providers: [provider], threads: null }),
    )
    expect(refusal.code).toBe('memory')
    expect(refusal.message).toContain('There is not enough memory for the UNet.')
  })

  it('a provider without a graphics card is refused by the real ONNX Runtime’s words', async ({ skip }) => {
    const model = addingModel('for-cuda')
    const error: unknown = await createSession(nodeRuntime, 'UNet', model, {
      providers: ['cuda'],
      threads: null,
    }).catch((reason: unknown) => reason)
    if (!(error instanceof Error)) skip('this computer has CUDA')
    expect((error as Error).message).toContain('CUDA does not work on this computer.')
  })
})

describe('weights', () => {
  const cpu = { providers: ['cpu'] as Provider[], threads: null }

  async function sumOf(model: OnnxModel): Promise<number[]> {
    const { session } = await createSession(nodeRuntime, 'UNet', model, cpu)
    const { y } = await session.run({ x: nodeRuntime.tensor('float32', Float32Array.of(1, 2), [2]) })
    await session.release()
    return [...(y!.data as Float32Array)]
  }

  it('are read from where they lie, also behind a link, and under a name of any script', async () => {
    expect(await sumOf(addingModel('größe – 模型'))).toEqual([11, 22])
    const model = addingModel('target')
    const link = join(folder, 'link.bin')
    symlinkSync(join(folder, 'target.bin'), link)
    const initializers = model.initializers.map((initializer) =>
      initializer.data instanceof Uint8Array
        ? initializer
        : { ...initializer, data: { ...initializer.data, file: link } },
    )
    expect(await sumOf({ ...model, initializers })).toEqual([11, 22])
  })

  it('that have gone are told of by their file’s name', async () => {
    const model = addingModel('gone')
    rmSync(join(folder, 'gone.bin'))
    await expect(createSession(nodeRuntime, 'UNet', model, cpu)).rejects.toThrow(ModelFileError)
    await expect(createSession(nodeRuntime, 'UNet', model, cpu)).rejects.toThrow(/gone\.bin does not exist/)
  })

  it('that have been cut off are told of by their file’s name', async () => {
    const model = addingModel('short')
    truncateSync(join(folder, 'short.bin'), 5)
    const refusal = await refusalOf(createSession(nodeRuntime, 'UNet', model, cpu))
    expect(refusal.message).toMatch(/^The UNet could not be loaded from short\.bin\. The file may be damaged/)
    expect(refusal.detail).toContain('out of bounds')
  })

  it('that are damaged are not taken for a device’s failure', async () => {
    const model = addingModel('damaged')
    const { runtime } = failingRuntime({ cuda: 'External initializer: w offset: 0 size to read: 32 are out of bounds' })
    const refusal = await refusalOf(createSession(runtime, 'UNet', model, { providers: ['cuda'], threads: null }))
    expect(refusal.message).toContain('damaged.bin')
  })

  it('in a folder are refused', async () => {
    const model = addingModel('folder')
    rmSync(join(folder, 'folder.bin'))
    mkdirSync(join(folder, 'folder.bin'))
    writeFileSync(join(folder, 'folder.bin', 'x'), '')
    expect((await refusalOf(createSession(nodeRuntime, 'UNet', model, cpu))).code).toBe('device')
  })
})

describe('the report', () => {
  it('tells how long it took', async () => {
    const { report } = await createSession(nodeRuntime, 'VAE', addingModel('timed'), { providers: ['cpu'], threads: 1 })
    expect(report).toMatchObject({ component: 'VAE', provider: 'cpu', fallbacks: [] })
    expect(report.createMs).toBeGreaterThan(0)
  })
})
