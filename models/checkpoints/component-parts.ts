import { ldmUnetNames, otherVaeNames } from './names/canonical-names.ts'
import { canonicalClipName } from './names/clip-names.ts'
import { openClipTensors } from './names/open-clip.ts'
import { taesdName } from './names/original-taesd.ts'
import type { ComponentName, TensorInfo, WeightRef } from './weights.ts'

/** How the tensors of a part of a file are named. */
type Naming = 'unet' | 'vae' | 'clip' | 'openClip' | 'tinyVae' | 'taesdEncoder' | 'taesdDecoder'

interface Place {
  readonly component: ComponentName
  readonly naming: Naming
  /** The key without its prefix. */
  readonly name: string
}

const PREFIXES: readonly (readonly [string, ComponentName, Naming])[] = [
  ['model.diffusion_model.', 'unet', 'unet'],
  ['first_stage_model.', 'vae', 'vae'],
  ['vae.', 'vae', 'vae'],
  ['cond_stage_model.transformer.', 'textEncoder', 'clip'],
  ['conditioner.embedders.0.transformer.', 'textEncoder', 'clip'],
  ['text_encoders.clip_l.transformer.', 'textEncoder', 'clip'],
  ['conditioner.embedders.1.transformer.', 'textEncoder2', 'clip'],
  ['text_encoders.clip_g.transformer.', 'textEncoder2', 'clip'],
  ['conditioner.embedders.1.model.', 'textEncoder2', 'openClip'],
  ['taesd_encoder.', 'tinyVae', 'taesdEncoder'],
  ['taesd_decoder.', 'tinyVae', 'taesdDecoder'],
]

/** Keys of a network that has a file to itself. */
const BARE: readonly (readonly [RegExp, ComponentName, Naming])[] = [
  [/^(conv_in|conv_out|conv_norm_out|time_embedding|add_embedding|down_blocks|mid_block|up_blocks)\./, 'unet', 'unet'],
  [/^(input_blocks|middle_block|output_blocks|time_embed|label_emb|out)\./, 'unet', 'unet'],
  [/^(encoder|decoder)\.layers\.\d+\.(weight|bias|conv\.)/, 'tinyVae', 'tinyVae'],
  [/^(text_model|embeddings|final_layer_norm|text_projection|encoder\.layers)\./, 'textEncoder', 'clip'],
  [/^(encoder|decoder)\.(conv_|norm_out|down|up|mid)|^(post_)?quant_conv\./, 'vae', 'vae'],
  [/^\d+\.(weight|bias|conv\.)/, 'tinyVae', 'taesdDecoder'],
]

/** A tensor under its canonical name, and the key it has in its file. */
interface NamedTensor {
  readonly key: string
  readonly ref: WeightRef
}

/** The tensors of one network by their canonical names. */
export type NamedTensors = Map<string, NamedTensor>

function locate(key: string): Place | null {
  for (const [prefix, component, naming] of PREFIXES)
    if (key.startsWith(prefix)) return { component, naming, name: key.slice(prefix.length) }
  for (const [pattern, component, naming] of BARE) if (pattern.test(key)) return { component, naming, name: key }
  return null
}

/** Two kinds of file cannot be told by one key: a second text encoder alone, and TAESD's original encoder. */
function placeIn(tensors: ReadonlyMap<string, TensorInfo>): (key: string) => Place | null {
  const projects = tensors.has('text_projection.weight')
  const beginsAtZero = tensors.has('0.weight')
  return (key) => {
    const place = locate(key)
    if (place?.name !== key) return place
    if (projects && place.component === 'textEncoder') return { ...place, component: 'textEncoder2' }
    if (beginsAtZero && place.naming === 'taesdDecoder') return { ...place, naming: 'taesdEncoder' }
    return place
  }
}

interface Entry extends Place {
  readonly key: string
  readonly tensor: TensorInfo
}

function canonicalNames(entries: readonly Entry[]): (entry: Entry, file: string) => (readonly [string, WeightRef])[] {
  const shapes = (naming: Naming): Map<string, TensorInfo> =>
    new Map(entries.filter((entry) => entry.naming === naming).map(({ name, tensor }) => [name, tensor]))
  const unetNames = ldmUnetNames(shapes('unet'))
  const vaeNames = otherVaeNames(shapes('vae'))
  const rename: Record<Exclude<Naming, 'openClip'>, (name: string) => string | null> = {
    unet: (name) => unetNames.get(name) ?? name,
    vae: (name) => vaeNames.get(name) ?? name,
    clip: canonicalClipName,
    tinyVae: (name) => name,
    taesdEncoder: (name) => taesdName(name, 'encoder'),
    taesdDecoder: (name) => taesdName(name, 'decoder'),
  }
  return ({ naming, name, tensor }, file) => {
    if (naming === 'openClip') return openClipTensors(name, tensor, file)
    const canonical = rename[naming](name)
    return canonical === null ? [] : [[canonical, { ...tensor, file, transposed: false }]]
  }
}

/**
 * Sorts a file's tensors into networks, under canonical names. Keys that belong to no network, and keys whose canonical
 * name is already taken, come back as `unplaced`.
 */
export function splitIntoComponents(
  tensors: ReadonlyMap<string, TensorInfo>,
  file: string,
): { parts: Map<ComponentName, NamedTensors>; unplaced: string[] } {
  const place = placeIn(tensors)
  const parts = new Map<ComponentName, NamedTensors>()
  const unplaced: string[] = []
  const entries: Entry[] = []
  for (const [key, tensor] of tensors) {
    const found = place(key)
    if (found === null) unplaced.push(key)
    else entries.push({ ...found, key, tensor })
  }
  const namesOf = canonicalNames(entries)
  for (const entry of entries) {
    const part = parts.get(entry.component) ?? new Map<string, NamedTensor>()
    parts.set(entry.component, part)
    const named = namesOf(entry, file)
    if (named.length === 0 || named.some(([name]) => part.has(name))) unplaced.push(entry.key)
    else for (const [name, ref] of named) part.set(name, { key: entry.key, ref })
  }
  return { parts, unplaced }
}
