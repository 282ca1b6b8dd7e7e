import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeSafetensors } from '../../models/checkpoints/write-safetensors.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { goldenFolderPath, goldenPath } from '../golden/tiny-models.ts'
import { filesBelow, runOnestroke, type Run, type RunOptions } from './onestroke.ts'

const folder = temporaryFolder()
const home = join(folder, 'home')
const sd15 = goldenPath('sd15-tiny.safetensors')
const small = ['--width', '64', '--height', '64', '--steps', '1']

function made(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function cutOff(path: string, name: string, bytes: number): string {
  const target = join(folder, name)
  cpSync(path, target)
  truncateSync(target, bytes)
  return target
}

/** Runs what has to fail: nothing on standard output, plain sentences and no stack on standard error. */
async function failureOf(args: readonly string[], options: RunOptions = { home }): Promise<Run> {
  const run = await runOnestroke(args, options)
  expect(run.stdout).toBe('')
  expect(run.stderr).not.toMatch(/^\s+at |node:internal|\.ts:\d+|\.js:\d+|Error:|ZodError|undefined|\[object/m)
  expect(run.stderr).not.toBe('')
  return run
}

async function expectFailure(args: readonly string[], exitCode: 1 | 2, message: RegExp): Promise<void> {
  const out = mkdtempSync(join(folder, 'out-'))
  const run = await failureOf(['generate', ...args, '--out', out])
  expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({
    exitCode,
    stderr: expect.stringMatching(message) as string,
  })
  expect(filesBelow(out)).toEqual([])
}

describe('wrong usage', () => {
  it.each<[what: string, args: string[], message: RegExp]>([
    ['no prompt', [], /missing required argument 'prompt'/],
    ['an unknown option', ['x', '--sampler', 'euler'], /unknown option '--sampler'/],
    ['a word too many', ['a', 'red', 'apple'], /too many arguments/],
    ['steps 0', ['x', '--steps', '0'], /^--steps takes a whole number from 1 to 1000, not "0"\.$/m],
    ['steps that are no number', ['x', '--steps', 'four'], /not "four"/],
    ['steps between whole numbers', ['x', '--steps', '1.5'], /not "1\.5"/],
    [
      'a width that is no multiple of 8',
      ['x', '--width', '100'],
      /^--width has to be a multiple of 8; next to 100 are 96 and 104\.$/m,
    ],
    ['a height beyond all bounds', ['x', '--height', '80000'], /^--height takes a whole number from 8 to 8192/m],
    ['more steps than TCD has', ['x', '--scheduler', 'tcd', '--steps', '51'], /tcd scheduler has at most 50 steps/],
    ['timesteps that rise', ['x', '--scheduler', 'lcm', '--timesteps', '100,800'], /timesteps/i],
    ['timesteps that are no numbers', ['x', '--timesteps', '800,'], /^--timesteps takes a whole number/m],
    ['timesteps for a scheduler without', ['x', '--scheduler', 'euler', '--timesteps', '800'], /timesteps/i],
    [
      'an unknown preset',
      ['x', '--preset', 'turbo'],
      /^There is no preset "turbo"\. The presets are: hyper-unified-1,/m,
    ],
    ['an unknown scheduler', ['x', '--scheduler', 'plms'], /Allowed choices are tcd, ddim/],
    ['an unknown device', ['x', '--device', 'npu'], /Allowed choices are auto, cpu/],
    ['eta above 1', ['x', '--eta', '1.5'], /^--eta takes a number from 0 to 1, not "1\.5"\.$/m],
    ['a negative seed', ['x', '--seed', '-1'], /^--seed takes a whole number/m],
    ['seeds beyond what JSON keeps', ['x', '--seed', '9007199254740991', '--count', '2'], /--seed/],
    [
      'a missing model',
      ['x', '--model', '/no/such.safetensors'],
      /^There is no model "\/no\/such\.safetensors"\. Check the path\.$/m,
    ],
    ['a missing LoRA', ['x', '--lora', 'no-such.safetensors:0.5'], /^There is no LoRA "no-such\.safetensors"\./m],
    ['a missing VAE', ['x', '--vae', 'no-such.safetensors'], /^There is no VAE "no-such\.safetensors"\./m],
    ['an empty name of a model', ['x', '--model', ''], /^There is no model ""/m],
  ])('%s: exit code 2 and one clear sentence', async (_, args, message) => {
    await expectFailure(args, 2, message)
  })

  it.each([[[]], [['paint']], [['inspect']], [['inspect', '/no/such']]])('%j: exit code 2', async (args) => {
    expect((await failureOf(args)).exitCode).toBe(2)
  })
})

describe('files that are no models', () => {
  const vae = join(goldenFolderPath('sd15-tiny'), 'vae', 'diffusion_pytorch_model.safetensors')
  const sdxlLora = goldenPath('lora/sdxl-hyper-kohya.safetensors')
  const sd15Lora = goldenPath('lora/sd15-hyper-kohya.safetensors')
  const header = readFileSync(sd15).readUInt32LE(0)
  it.each<[what: string, args: string[], message: RegExp]>([
    ['text', ['--model', made('notes.txt', 'These are my notes about models.\n')], /^notes\.txt /],
    [
      'a web page',
      ['--model', made('page.safetensors', '<!DOCTYPE html><html>404</html>')],
      /^page\.safetensors .*web page/,
    ],
    [
      'a pickle',
      ['--model', made('old.ckpt', Buffer.from('800263636f6c6c656374696f6e73', 'hex'))],
      /^old\.ckpt .*pickle/,
    ],
    ['a zipped pickle', ['--model', made('zip.pt', Buffer.from('504b0304000008080000', 'hex'))], /^zip\.pt /],
    ['an empty file', ['--model', made('empty.safetensors', '')], /^empty\.safetensors is empty/],
    [
      'a file that is cut off in its header',
      ['--model', cutOff(sd15, 'head.safetensors', header / 2)],
      /^head\.safetensors is cut off/,
    ],
    [
      'a file that is cut off later',
      ['--model', cutOff(sd15, 'tail.safetensors', 3e6)],
      /^tail\.safetensors is cut off/,
    ],
    [
      'a file of something else',
      [
        '--model',
        made('other.safetensors', writeSafetensors(new Map([['x', { shape: [1], values: Float32Array.of(1) }]]))),
      ],
      /^other\.safetensors/,
    ],
    ['a VAE', ['--model', vae], /^diffusion_pytorch_model\.safetensors is not a whole model/],
    ['a LoRA', ['--model', sd15Lora], /^sd15-hyper-kohya\.safetensors .*LoRA/],
    ['an SDXL LoRA for SD 1.5', ['--model', sd15, '--lora', sdxlLora, ...small], /SDXL.*SD 1\.5|SD 1\.5.*SDXL/],
    [
      'an SD 1.5 LoRA for SDXL',
      ['--model', goldenPath('sdxl-tiny.safetensors'), '--lora', sd15Lora, ...small],
      /SDXL.*SD 1\.5|SD 1\.5.*SDXL/,
    ],
    ['a model for a LoRA', ['--model', sd15, '--lora', sd15, ...small], /^sd15-tiny\.safetensors .*LoRA/],
    ['a folder for a LoRA', ['--model', sd15, '--lora', folder, ...small], /not a (regular )?file/],
    ['a LoRA for a VAE', ['--model', sd15, '--vae', sd15Lora, ...small], /^sd15-hyper-kohya\.safetensors /],
    [
      'a LoRA that is cut off',
      ['--model', sd15, '--lora', cutOff(sd15Lora, 'cut.safetensors', 20_000), ...small],
      /^cut\.safetensors is cut off/,
    ],
    ['a folder of something else', ['--model', temporaryFolder()], /holds no/],
    [
      'clip skip that leaves no layer',
      ['--model', sd15, '--clip-skip', '31', ...small],
      /^Clip skip can be at most \d+ with this model\.$/m,
    ],
  ])('%s: exit code 1 and one sentence with the file’s name', async (_, args, message) => {
    await expectFailure(['x', ...args], 1, message)
  })

  it('a UNet alone for a VAE is told from a missing option', async () => {
    const unet = join(goldenFolderPath('sd15-tiny'), 'unet', 'diffusion_pytorch_model.safetensors')
    const { exitCode, stderr } = await failureOf(['generate', 'x', '--model', sd15, '--vae', unet, ...small])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 })
    expect(stderr).toMatch(/^diffusion_pytorch_model\.safetensors holds no VAE/)
    expect(stderr).not.toContain('Name one with --vae')
  })

  it.runIf(process.platform !== 'win32')('a named pipe is refused instead of waited for', async () => {
    const pipe = join(folder, 'pipe.safetensors')
    execFileSync('sh', ['-c', `mkfifo "${pipe}"`])
    await expectFailure(['x', '--model', pipe], 1, /^pipe\.safetensors is not a regular file/)
  })

  it.runIf(process.platform !== 'win32')('a folder that may not be read', async () => {
    const locked = join(folder, 'locked')
    cpSync(goldenFolderPath('sd15-tiny'), locked, { recursive: true })
    chmodSync(join(locked, 'unet'), 0)
    // Root may read everything.
    const user = process.getuid?.() === 0 ? { uid: 65_534 } : {}
    for (const open of [folder, locked]) chmodSync(open, 0o755)
    const { exitCode, stderr } = await failureOf(['generate', 'x', '--model', locked, ...small], { home, ...user })
    chmodSync(join(locked, 'unet'), 0o755)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/locked.* may not be read\. Check its permissions\.\n$/)
  })
})

describe('places that cannot be written to', () => {
  it('an output folder that is a file', async () => {
    const file = made('taken', '')
    const { exitCode, stderr } = await failureOf(['generate', 'x', '--steps', '1', '--out', file])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^".*taken" cannot be written: .*file/)
  })

  it('a folder below a file', async () => {
    const file = join(made('below', ''), 'pictures')
    const { exitCode, stderr } = await failureOf(['generate', 'x', '--steps', '1', '--out', file])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/cannot be written: a part of its path is a file/)
  })

  it('latents in a folder that does not exist: the picture is kept', async () => {
    const pictures = join(folder, 'kept')
    const args = [
      'generate',
      'x',
      '--steps',
      '1',
      '--out',
      pictures,
      '--latents',
      join(folder, 'no', 'such.safetensors'),
    ]
    const { exitCode, stdout, stderr } = await runOnestroke(args, { home })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^".*such\.safetensors" cannot be written: it, or a folder it lies in, does not exist\.\n$/)
    expect(stdout.trimEnd()).toMatch(/\.png$/)
    expect(filesBelow(pictures)).toHaveLength(1)
  })

  it('a cache that cannot be written costs nothing but time', async () => {
    const broken = join(folder, 'broken-home')
    mkdirSync(broken)
    writeFileSync(join(broken, 'cache'), '')
    const { exitCode, stderr } = await runOnestroke(['generate', 'x', '--steps', '1', '--out', join(folder, 'fine')], {
      home: broken,
    })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  })
})

describe('devices that are not there', () => {
  it.each([
    ['dml', 'DirectML', process.platform !== 'win32'],
    ['coreml', 'Core ML', process.platform !== 'darwin'],
    ['cuda', 'CUDA', process.platform === 'darwin' || process.env['CI'] === undefined],
  ])('%s is refused in a sentence', async (device, name, isMissing) => {
    if (!isMissing) return
    const message = `${name} does not work on this computer. Choose another device, or "auto".`
    await expectFailure(['x', '--device', device], 1, new RegExp(`^${message}\n$`))
  })
})

describe('--verbose', () => {
  it('adds details and the stack', async () => {
    const args = ['generate', 'x', '--model', made('other.txt', 'text')]
    const { stderr: plain } = await failureOf(args)
    const { exitCode, stderr } = await runOnestroke([...args, '--verbose'], { home })
    expect(exitCode).toBe(1)
    expect(stderr.startsWith(plain)).toBe(true)
    expect(stderr).toMatch(/^\s+at /m)
  })

  it('tells what a provider said', async () => {
    const device = process.platform === 'win32' ? 'coreml' : 'dml'
    const { stderr } = await runOnestroke(['generate', 'x', '--device', device, '--verbose'], { home })
    expect(stderr).toContain(`${device}: `)
  })
})
