type Family = 'sd15' | 'sdxl'

/** A file that may hold step-distilled weights, by what it is called. */
export interface NamedWeights {
  readonly kind: 'checkpoint' | 'lora' | 'vae'
  /** Without its ending. */
  readonly name: string
  /** What its tensors say; null where they leave it open. */
  readonly family: Family | null
}

const HYPER_STEPS = { sd15: [1, 2, 4, 8], sdxl: [1, 2, 4, 8] } as const
const GUIDED_STEPS = [8, 12]
const LIGHTNING_STEPS = [2, 4]

/** The family that a name claims; null where it claims none. */
function claimedFamily(words: string): Family | null {
  if (/sdxl|\bxl\b/.test(words)) return 'sdxl'
  return /\bsd ?v?(15|1 5)\b|\bsdv? ?1 5\b|sd15/.test(words) ? 'sd15' : null
}

function stepsIn(words: string): number | null {
  const steps = /\b(\d{1,2}) ?steps?\b/.exec(words)?.[1]
  return steps === undefined ? null : Number(steps)
}

function hyperLora(words: string, family: Family): string | null {
  const steps = stepsIn(words)
  if (/\bunified\b/.test(words)) return `hyper-${family}-unified`
  if (steps === null) return null
  if (/\bcfg\b|\d ?steps? ?cfg/.test(words)) {
    return GUIDED_STEPS.includes(steps) ? `hyper-${family}-${steps}steps-cfg` : null
  }
  if (steps === 1) return `hyper-${family}-unified`
  return HYPER_STEPS[family].some((known) => known === steps) ? `hyper-${family}-${steps}steps` : null
}

function distilledLora(words: string, family: Family): string | null {
  if (/\bhyper ?(sd|xl)/.test(words)) return hyperLora(words, family)
  if (/\blcm\b/.test(words)) return `lcm-${family}`
  if (/\btcd\b/.test(words)) return `tcd-${family}`
  const steps = stepsIn(words)
  if (family !== 'sdxl' || !/\blightning\b/.test(words) || steps === null) return null
  return LIGHTNING_STEPS.includes(steps) ? `lightning-sdxl-${steps}steps` : null
}

function distilledCheckpoint(words: string, family: Family): string | null {
  if (family !== 'sdxl') return null
  if (/\bhyper ?(sd|xl).*\b1 ?steps? unet\b/.test(words)) return 'hyper-sdxl-1step-unet'
  return /\bxl turbo 1 0\b|\bsdxl turbo\b/.test(words) ? 'sdxl-turbo' : null
}

/**
 * The published step-distilled weights that a file's name tells of, whoever renamed it: `Hyper-SDXL-8steps-CFG-lora`,
 * `hyper_sd15_1step`. A name that claims another family than the tensors have is not believed.
 * @returns the weights' id; null where the name tells of none.
 */
export function distilledByName({ kind, name, family }: NamedWeights): string | null {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
  const claimed = claimedFamily(words)
  const believed = family ?? claimed
  if (believed === null || (claimed !== null && claimed !== believed)) return null
  if (kind === 'vae') return null
  return kind === 'lora' ? distilledLora(words, believed) : distilledCheckpoint(words, believed)
}
