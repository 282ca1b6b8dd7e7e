import type { NetworkName } from './checkpoints.ts'

interface Shortage {
  readonly width: number
  readonly height: number
  /** In bytes. */
  readonly needed: number
  readonly available: number
}

interface Smaller {
  readonly fitWidth: number
  readonly fitHeight: number
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

function shortage({ width, height, needed, available }: Shortage): string {
  return `At ${width} × ${height} this model needs ${gigabytes(needed)}; ${gigabytes(available)} can be used here.`
}

/** What the engine is at, and why it failed. */
export const engine = {
  'activity.opening-model': () => 'opening the model',
  'activity.reading-prompt': () => 'reading the prompt',
  'activity.starting-engine': () => 'starting the engine',
  'activity.loading-model': () => 'loading the model',
  'activity.loading': ({ network }: { network: NetworkName }) => `loading the ${network}`,
  'activity.first-step': () => 'running the first step',
  'activity.running-step': ({ step, steps }: { step: number; steps: number }) => `running step ${step} of ${steps}`,
  'activity.step': ({ step, steps }: { step: number; steps: number }) => `step ${step} of ${steps}`,
  'activity.making-picture': () => 'making the picture',
  'activity.decoding': () => 'decoding the picture',
  'activity.reading-latents': () => 'reading the latents',
  'activity.testing-device': () => 'testing a device',

  'engine.cancelled': () => 'Cancelled.',
  'engine.crashed': ({ how }: { how: string }) =>
    `The engine stopped unexpectedly (${how}). Nothing was saved; try again.`,
  'engine.crashed-while': ({ activity, how }: { activity: string; how: string }) =>
    `The engine stopped unexpectedly while ${activity} (${how}). Nothing was saved; try again.`,
  'engine.exit-code': ({ code }: { code: number }) => `exit code ${code}`,
  'engine.exit-unknown': () => 'exit code unknown',
  'engine.exit-signal': ({ signal }: { signal: string }) => `signal ${signal}`,
  'engine.exit-message': () => 'it sent a message that cannot be understood',
  'engine.crashes': () =>
    "The engine has stopped several times within a few minutes, so it is not started again for now. Check free memory and the model's files, then try again later.",
  'engine.wrong-answer': () => 'The engine gave an answer that cannot be understood.',
  'engine.wrong-request': () => 'The engine cannot understand this request.',
  'engine.wrong-field': ({ field }: { field: string }) => `The engine cannot understand this request (${field}).`,
  'engine.failed': ({ reason }: { reason: string }) => `The engine failed: ${reason}`,
  'engine.forgotten': ({ what }: { what: 'model' | 'prompt' | 'latent' | 'autoencoder' }) =>
    `The engine no longer holds this ${what}.`,

  'engine.no-memory': () =>
    'There is not enough memory for this picture. Choose a smaller size, or close other programs.',
  'engine.no-memory-for': ({ network }: { network: NetworkName }) =>
    `There is not enough memory for the ${network}. Close other programs, or choose a smaller size or model.`,
  'engine.no-memory-fits': ({ problem }: { problem: string }) =>
    `There is not enough memory for this picture. ${problem}`,
  'engine.device': ({ device }: { device: 'CPU' | 'WebGPU' | 'CUDA' | 'DirectML' | 'Core ML' }) =>
    `${device === 'CPU' ? 'The CPU' : device} does not work on this computer. Choose another device, or "auto".`,
  'engine.not-loaded': ({ network, files }: { network: NetworkName; files: string }) =>
    `The ${network} could not be loaded from ${files === '' ? 'the graph' : files}. The file may be damaged or may have changed since it was opened.`,
  'engine.file-cut-off': ({ file }: { file: string }) => `${file} is cut off.`,
  'engine.drives': ({ files }: { files: string }) =>
    `Models this large must lie on one drive. Move ${files} to the drive of the others.`,

  'plan.too-large': (values: Shortage) => `${shortage(values)} Choose a smaller model.`,
  'plan.fits-in-tiles': (values: Shortage) => `${shortage(values)} It fits when the picture is decoded in tiles.`,
  'plan.fits-smaller': (values: Shortage & Smaller) =>
    `${shortage(values)} It fits at ${values.fitWidth} × ${values.fitHeight}.`,

  'run.prompt-lengths': () => 'The prompts of one run must be equally long.',
  'run.one-picture': () => 'A run that starts from a picture makes one picture.',
  'run.no-step-left': ({ steps, least }: { steps: number; least: number }) =>
    `With ${steps} steps, a strength below ${least} leaves no step to run.`,
  'run.no-such-picture': () => 'This batch has no such picture.',
  'run.overflow': () =>
    'The picture could not be computed: its values overflowed. Try another seed, a lower LoRA strength or lower guidance.',
  'run.decoder-only': () => 'This VAE can only decode, so it cannot start from a picture. Choose another VAE.',
  'run.clip-skip': ({ most }: { most: number }) => `Clip skip can be at most ${most} with this model.`,
}
