import type { TensorInfo } from './weights.ts'

/** Why a tensor of a checkpoint is left aside. */
type IgnoreReason =
  | 'position ids'
  | 'logit scale'
  | 'unused projection'
  | 'training loss'
  | 'training average'
  | 'noise schedule'
  | 'marker'

const RULES: readonly (readonly [RegExp, IgnoreReason])[] = [
  [/(^|\.)embeddings\.position_ids$/, 'position ids'],
  [/(^|\.)logit_scale$/, 'logit scale'],
  [/^(cond_stage_model|conditioner\.embedders\.0)(\.transformer)?\.text_projection(\.weight)?$/, 'unused projection'],
  [/^(first_stage_model\.)?loss\./, 'training loss'],
  [/^model_ema\./, 'training average'],
  [/^(betas|alphas_cumprod_prev|(sqrt_|log_)?(one_minus_|recip_|recipm1_)?alphas_cumprod)$/, 'noise schedule'],
  [/^posterior_(variance|log_variance_clipped|mean_coef[12])$|^(logvar|lvlb_weights)$/, 'noise schedule'],
  [/^denoiser\.(sigmas|log_sigmas)$/, 'noise schedule'],
  [/^(v_pred|ztsnr)$/, 'marker'],
]

/** A tensor left aside, by its key in the file. */
export interface IgnoredTensor {
  readonly key: string
  readonly reason: IgnoreReason
}

function reasonToIgnore(key: string): IgnoreReason | null {
  return RULES.find(([pattern]) => pattern.test(key))?.[1] ?? null
}

/** Parts a file's tensors into those that may matter to inference and the known extras that do not. */
export function setAside(tensors: ReadonlyMap<string, TensorInfo>): {
  rest: Map<string, TensorInfo>
  ignored: IgnoredTensor[]
} {
  const rest = new Map<string, TensorInfo>()
  const ignored: IgnoredTensor[] = []
  for (const [key, tensor] of tensors) {
    const reason = reasonToIgnore(key)
    if (reason === null) rest.set(key, tensor)
    else ignored.push({ key, reason })
  }
  return { rest, ignored }
}
