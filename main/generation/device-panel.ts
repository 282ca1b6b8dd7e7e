import { builtInModel } from '../catalog/built-in-model.ts'
import { testDevices } from '../engine/device-tests.ts'
import { chooseProviders, writeDeviceRecord, type DeviceRecord } from '../engine/device-record.ts'
import type { Engine } from '../engine/engine-client.ts'
import type { Provider } from '../engine/protocol.ts'
import type { Devices } from '../server/contract/devices.ts'
import type { Settings } from '../server/contract/studio.ts'
import { QueueBusyError } from './queue-busy-error.ts'
import type { JobQueue } from './queue.ts'

/** What can compute here, as far as it has been tested. */
export interface DevicePanel {
  state(): Devices
  /**
   * Tests every device and remembers what "auto" may use.
   * @throws QueueBusyError while a picture is being made, or the test is under way; EngineError; FileError; CancelledError when Onestroke ends.
   */
  test(): Promise<Devices>
}

export interface DevicePanelOptions {
  readonly engine: Engine
  readonly queue: Pick<JobQueue, 'borrowEngine'>
  /** What the user has chosen. */
  readonly chosen: () => Settings['device']
  readonly readRecord: () => DeviceRecord | null
  readonly recordPath: string
  /** Onestroke's version: what another one has tested no longer counts. */
  readonly onestroke: string
  readonly now: () => number
  readonly onChange: (devices: Devices) => void
}

function describeAuto({ tests }: DeviceRecord): Devices['autoUsesCpu'] {
  const passed = tests.filter((test) => test.passed && test.provider !== 'cpu')
  return passed.length === 0 ? 'nothing-else-passed' : 'fastest'
}

export function createDevicePanel(options: DevicePanelOptions): DevicePanel {
  const { engine, queue, chosen, readRecord, recordPath, onestroke, now, onChange } = options
  let testing: Provider | null = null

  function state(): Devices {
    const written = readRecord()
    const record = written?.onestroke === onestroke ? written : null
    const [next = 'cpu'] = chooseProviders(chosen(), record, onestroke)
    const usesCpu = chosen() === 'auto' && next === 'cpu'
    return {
      next,
      autoUsesCpu: !usesCpu ? null : record === null ? 'untested' : describeAuto(record),
      testing,
      testedAt: record?.testedAt ?? null,
      tests: record?.tests ?? [],
    }
  }

  function show(provider: Provider | null): void {
    testing = provider
    onChange(state())
  }

  async function testAll(signal: AbortSignal): Promise<void> {
    const model = { path: builtInModel().path, vae: null, loras: [] }
    try {
      const tests = await testDevices(engine, { model, signal, onDevice: show })
      await writeDeviceRecord(recordPath, { onestroke, testedAt: now(), tests })
    } finally {
      if (!signal.aborted) show(null)
    }
  }

  return {
    state,
    async test() {
      if (testing !== null) throw new QueueBusyError()
      await queue.borrowEngine(testAll)
      return state()
    },
  }
}
