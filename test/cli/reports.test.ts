import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInModel } from '../../main/catalog/built-in-model.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { goldenFolderPath, goldenPath } from '../golden/tiny-models.ts'
import { generate, runOnestroke } from './onestroke.ts'

const home = temporaryFolder()

async function reportOf(...args: string[]): Promise<Record<string, unknown>> {
  const { exitCode, stdout } = await runOnestroke([...args, '--json'], { home })
  expect(exitCode).toBe(0)
  expect(stdout.trimEnd()).not.toContain('\n')
  return JSON.parse(stdout) as Record<string, unknown>
}

const keysOf = (report: object): string[] => Object.keys(report).toSorted()

describe('inspect --json', () => {
  const keyReport = { mapped: expect.any(Number) as number, ignored: expect.any(Number) as number, unmapped: [] }

  it('tells what a single file is', async () => {
    const report = await reportOf('inspect', goldenPath('sdxl-tiny.safetensors'))
    expect(keysOf(report)).toEqual(['components', 'dtype', 'family', 'keys', 'kind', 'layout', 'predictionType'])
    expect(report).toMatchObject({ kind: 'checkpoint', family: 'sdxl', layout: 'ldm', predictionType: 'epsilon' })
    const components = report['components'] as { name: string; tensors: number }[]
    expect(components.map(({ name }) => name).toSorted()).toEqual(['textEncoder', 'textEncoder2', 'unet', 'vae'])
    // Counts of the reference: test/golden/data/README.md.
    expect(components.find(({ name }) => name === 'unet')?.tensors).toBe(618)
    expect(report['keys']).toMatchObject(keyReport)
  })

  it('tells what a folder is', async () => {
    const report = await reportOf('inspect', goldenFolderPath('sd15-tiny'))
    expect(report).toMatchObject({ kind: 'checkpoint', family: 'sd15', layout: 'diffusers', keys: keyReport })
  })

  it('tells what a LoRA is', async () => {
    const report = await reportOf('inspect', goldenPath('lora/sd15-hyper-kohya.safetensors'))
    const expected = ['alpha', 'components', 'dtype', 'family', 'format', 'keys', 'kind', 'rank', 'triggerWords']
    expect(keysOf(report)).toEqual(expected)
    expect(report).toMatchObject({ kind: 'lora', family: 'sd15', keys: keyReport })
  })

  it('tells the same to people', async () => {
    const { exitCode, stdout } = await runOnestroke(['inspect', goldenPath('sdxl-tiny.safetensors')], { home })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^family +SDXL$/m)
    expect(stdout).toMatch(/^keys +\d+: \d+ mapped/m)
  })
})

describe('devices --json', () => {
  it('tells of every provider, tests the CPU, and remembers what passed', async () => {
    const report = await reportOf('devices')
    const devices = report['devices'] as Record<string, unknown>[]
    expect(keysOf(report)).toEqual(['devices'])
    expect(devices.map(({ provider }) => provider)).toEqual(['cpu', 'webgpu', 'cuda', 'dml', 'coreml'])
    for (const device of devices) {
      expect(keysOf(device)).toEqual(['available', 'maxError', 'passed', 'provider', 'reason', 'runMs', 'used'])
      expect(device['available'] === true ? device['reason'] === '' : device['reason'] !== '').toBe(true)
    }
    expect(devices[0]).toMatchObject({ provider: 'cpu', available: true, passed: true })
    expect(devices[0]!['maxError']).toBeLessThan(1e-4)
    expect(devices.filter(({ used }) => used)).toHaveLength(1)
    const record = JSON.parse(readFileSync(join(home, 'data', 'devices.json'), 'utf8')) as { tests: object[] }
    expect(record.tests.map((test, index) => ({ ...test, used: devices[index]?.['used'] }))).toEqual(devices)
    // "auto" reads the record.
    await generate(['a red apple', '--steps', '1', '--out', join(home, 'auto')], { home })
  })
})

describe('models that are named otherwise', () => {
  it('are the built-in one by its id, and any folder', async () => {
    const args = ['a red apple', '--steps', '1', '--seed', '3', '--out', join(home, 'named')]
    const { id, path, lora, width, height, settings } = builtInModel()
    const [byId] = await generate([...args, '--model', id], { home })
    const [byPath] = await generate(
      [
        ...args,
        '--model',
        path,
        '--lora',
        `${lora.path}:${lora.strength}`,
        '--scheduler',
        settings.scheduler,
        '--spacing',
        settings.spacing,
        '--guidance',
        String(settings.guidance),
        '--eta',
        String(settings.eta),
        '--width',
        String(width),
        '--height',
        String(height),
      ],
      { home },
    )
    expect(byPath!.pixelSha256).toBe(byId!.pixelSha256)
    const [without] = await generate([...args, '--lora', 'none'], { home })
    expect(without!.pixelSha256).not.toBe(byId!.pixelSha256)
  })
})
