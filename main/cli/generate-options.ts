import { Option, type Command } from 'commander'
import { SCHEDULER_KINDS, TIMESTEP_SPACINGS } from '../../models/schedulers/scheduler-settings.ts'
import { EMPHASES, type Emphasis } from '../../models/prompts/emphasis.ts'
import { PRESETS } from '../../models/recipe/presets.ts'
import { providerSchema, type Provider, type SchedulerSpec } from '../engine/protocol.ts'
import { parseInteger, parseLora, parseNumber, parseSize, parseTimesteps, type NamedLora } from './option-values.ts'

/** The options of `onestroke generate` as commander hands them over; what was not given is absent. */
export interface GenerateOptions {
  readonly model?: string
  readonly base?: string
  readonly lora: readonly NamedLora[]
  readonly negative?: string
  readonly preset?: string
  readonly steps?: number
  readonly scheduler?: SchedulerSpec['kind']
  readonly spacing?: SchedulerSpec['spacing']
  readonly eta?: number
  readonly timesteps?: number[]
  readonly guidance?: number
  readonly clipSkip: number
  readonly emphasis: Emphasis
  readonly seed?: number
  readonly width?: number
  readonly height?: number
  readonly count: number
  readonly noise: 'cpu' | 'nv'
  readonly device: 'auto' | Provider
  readonly threads?: number
  readonly image?: string
  readonly strength?: number
  readonly mask?: string
  readonly vae?: string
  readonly tiling: 'auto' | 'on' | 'off'
  readonly out?: string
  readonly latents?: string
  readonly json?: boolean
  readonly verbose?: boolean
}

const MAX_STEPS = 1000
const MAX_COUNT = 10_000
const MAX_SEED = Number.MAX_SAFE_INTEGER

/** Adds the options of `generate`; the help shows them in this order. */
export function addGenerateOptions(command: Command): Command {
  const presets = PRESETS.map(({ id }) => id).join(', ')
  return command
    .argument('<prompt>', 'what the picture shows')
    .option(
      '--model <id|file|folder>',
      'checkpoint (.safetensors), diffusers folder, or an installed model’s id or name (default: built-in)',
    )
    .option(
      '--base <id|file|folder>',
      'whole checkpoint that gives the text encoders and the VAE where the model is a UNet alone',
    )
    .option(
      '--lora <id|file[:strength]>',
      'LoRA, or an installed one’s id or name; may be repeated; "none" leaves out the built-in model’s own',
      parseLora,
      [],
    )
    .option('--negative <text>', 'what to keep away from; acts at guidance above 1')
    .option('--preset <id>', `settings that belong together: ${presets}`)
    .option('--steps <n>', 'denoising steps', parseInteger('--steps', 1, MAX_STEPS))
    .addOption(new Option('--scheduler <name>', 'sampling method').choices(SCHEDULER_KINDS))
    .addOption(new Option('--spacing <name>', 'how timesteps are spread').choices(TIMESTEP_SPACINGS))
    .option('--eta <x>', 'noise added per step, 0 to 1 (TCD, DDIM)', parseNumber('--eta', 0, 1))
    .option('--timesteps <list>', 'explicit timesteps, such as 800 or 999,499 (TCD, LCM)', parseTimesteps)
    .option('--guidance <x>', 'guidance scale; 0 or 1 turns it off', parseNumber('--guidance', 0, 100))
    .option('--clip-skip <k>', 'text encoder layers left out at the end', parseInteger('--clip-skip', 0, 31), 0)
    .addOption(
      new Option('--emphasis <way>', 'what (brackets:1.2) do; "a1111" also reads prompts past 75 tokens')
        .choices(EMPHASES)
        .default('none'),
    )
    .option('--seed <n>', 'seed of the first picture (default: random)', parseInteger('--seed', 0, MAX_SEED))
    .option('--width <w>', 'width in pixels, a multiple of 8', parseSize('--width'))
    .option('--height <h>', 'height in pixels, a multiple of 8', parseSize('--height'))
    .option('--count <n>', 'number of pictures; seeds count up', parseInteger('--count', 1, MAX_COUNT), 1)
    .option('--image <file>', 'picture to start from')
    .option('--strength <x>', 'how much of it may change, 0 to 1 (default: 0.6)', parseNumber('--strength', 0, 1))
    .option('--mask <file>', 'where it may change: white is repainted, black is kept')
    .addOption(
      new Option('--noise <source>', 'noise as torch makes it on the CPU, or on NVIDIA')
        .choices(['cpu', 'nv'])
        .default('cpu'),
    )
    .addOption(
      new Option('--device <name>', 'what computes').choices(['auto', ...providerSchema.options]).default('auto'),
    )
    .option('--threads <n>', 'CPU threads (default: one per core)', parseInteger('--threads', 1, 1024))
    .option('--vae <id|file>', 'another VAE or a TAESD: a file, an installed one’s id or name, or "tiny"')
    .addOption(
      new Option('--tiling <when>', 'decode large pictures in tiles; "auto": where they do not fit whole')
        .choices(['auto', 'on', 'off'])
        .default('auto'),
    )
    .option('--out <folder>', 'where pictures go (default: Pictures/Onestroke, by date)')
    .option('--latents <file>', 'also write the final latents (.safetensors)')
    .option('--json', 'print one JSON object per picture')
    .option('--verbose', 'tell more, and show details of errors')
}
