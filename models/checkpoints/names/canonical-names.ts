import { tensorShapes, type Layer } from '../architecture/layer.ts'
import { supersetUnet, supersetVae } from '../architecture/superset.ts'
import { unetLayers } from '../architecture/unet-layers.ts'
import { vaeLayers } from '../architecture/vae-layers.ts'
import { LIMITS } from '../configs/config-json.ts'
import { countOf, type Shapes } from '../configs/shapes.ts'
import { ldmUnetModules } from './ldm-unet.ts'
import { ldmVaeModule, oldDiffusersVaeModule } from './ldm-vae.ts'

/** Other spelling -> canonical name, for all tensors of the layers. */
function spellings(layers: readonly Layer[], otherPaths: (path: string) => readonly string[]): Map<string, string> {
  const dictionary = new Map<string, string>()
  for (const layer of layers)
    for (const path of otherPaths(layer.path)) {
      const others = tensorShapes([{ ...layer, path, bias: true }]).keys()
      for (const other of others) dictionary.set(other, `${layer.path}${other.slice(path.length)}`)
    }
  return dictionary
}

/** The deepest stack of transformer blocks among the keys. */
function deepest(keys: Iterable<string>): number {
  let depth = 1
  for (const key of keys) depth = Math.max(depth, 1 + Number(/\.transformer_blocks\.(\d{1,4})\./.exec(key)?.[1] ?? 0))
  return Math.min(depth, LIMITS.depth)
}

/**
 * LDM name -> diffusers name for the tensors that a UNet of the file's own dimensions may have; empty for a UNet that is
 * not in LDM's spelling. `shapes` is keyed by the names in the file, without a prefix.
 */
export function ldmUnetNames(shapes: Shapes): Map<string, string> {
  if (!shapes.has('input_blocks.0.0.weight')) return new Map()
  const inputs = LIMITS.levels * (LIMITS.layersPerBlock + 1)
  const downsamplers = [...Array(inputs).keys()].filter((index) => shapes.has(`input_blocks.${index}.0.op.weight`))
  const resnets = countOf(shapes, LIMITS.layersPerBlock, (index) => `input_blocks.${index + 1}.0.in_layers.2.weight`)
  const layersPerBlock = Math.min(downsamplers[0] === undefined ? resnets : downsamplers[0] - 1, LIMITS.layersPerBlock)
  const levels = Math.min(downsamplers.length + 1, LIMITS.levels)
  const layers = unetLayers(supersetUnet(levels, layersPerBlock, deepest(shapes.keys())))
  return spellings(layers, (path) => ldmUnetModules(path, layersPerBlock))
}

/** LDM or old diffusers name -> diffusers name for the tensors that a VAE of the file's own dimensions may have. */
export function otherVaeNames(shapes: Shapes): Map<string, string> {
  const levels = countOf(shapes, LIMITS.levels, (level) => `encoder.down.${level}.block.0.conv1.weight`)
  const layers = countOf(shapes, LIMITS.layersPerBlock, (index) => `encoder.down.0.block.${index}.conv1.weight`)
  return spellings(vaeLayers(supersetVae(levels, layers)), (path) => [
    ldmVaeModule(path, levels),
    oldDiffusersVaeModule(path),
  ])
}
