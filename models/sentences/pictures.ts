import { amount } from './amount.ts'

/** How a picture was made, and why it cannot be made like that again. */
export const pictures = {
  'preset.unknown': ({ id, known }: { id: string; known: string }) =>
    `There is no preset "${id}". The presets are: ${known}.`,
  /** `size` in bytes. */
  'preset.weights-download': ({ name, size }: { name: string; size: number }) =>
    `This preset needs "${name}", which is not installed. Download it (${amount(size)}) under Models, or choose another preset.`,
  'preset.weights-missing': ({ name }: { name: string }) =>
    `This preset needs "${name}", which is not installed. Add it under Models, or choose another preset.`,
  'preset.lora-missing': ({ name }: { name: string }) =>
    `This preset uses the LoRA "${name}", which is not installed. Add it under Models, or choose another preset.`,
  'preset.other-family': ({ families, family }: { families: string; family: string }) =>
    `This preset is for ${families}, and the model is ${family}. Choose another preset or model.`,
  'preset.too-many': ({ most }: { most: number }) => `There is room for ${most} presets. Delete one to save another.`,
  'preset.not-presets': () => 'This file does not hold presets of Onestroke.',
  'preset.newer': ({ version, newest }: { version: number; newest: number }) =>
    `These presets were written by a newer Onestroke (version ${version}; this one reads up to ${newest}). Update Onestroke to use them.`,
  'preset.wrong-field': ({ title, field, problem }: { title: string; field: string; problem: string }) =>
    `The preset "${title}" cannot be read (${field}: ${problem}). No preset was taken over.`,

  'recipe.newer': ({ version, newest }: { version: number; newest: number }) =>
    `This recipe was written by a newer Onestroke (recipe version ${version}; this one reads up to ${newest}). Update Onestroke to use it.`,
  'recipe.not-a-recipe': () => 'This is not a recipe of Onestroke, or it is damaged.',
  'recipe.wrong-field': ({ field, problem }: { field: string; problem: string }) =>
    `This is not a recipe of Onestroke, or it is damaged (${field === '' ? 'all of it' : field}: ${problem}).`,
  'recipe.damaged': () => 'The recipe in this picture is damaged.',
  'recipe.model-missing': ({ name, files }: { name: string; files: string }) =>
    `The model "${name}" (${files}) is not installed as it was. Add it to make this again.`,
  'recipe.lora-missing': ({ name }: { name: string }) =>
    `The LoRA "${name}" is not installed as it was. Add it to make this again.`,
  'recipe.start-picture-gone': ({ path }: { path: string }) =>
    `The picture that this was made with is gone: there is no ${path} any more. Put it back to make this again.`,
  'recipe.mask-gone': ({ path }: { path: string }) =>
    `The mask that this was made with is gone: there is no ${path} any more. Put it back to make this again.`,
  /** `path` is where it was; empty: nobody knows. */
  'recipe.vae-gone': ({ name, path }: { name: string; path: string }) =>
    `The VAE "${name}"${path === '' ? '' : ` (it was ${path})`} is gone or has changed. Put it back to make this again.`,
  'recipe.latent-gone': () =>
    'What this draft could be finished from is gone. Make the picture again with the full VAE.',
  'recipe.source-gone': () => 'The picture that was to be made again is no longer in the library.',

  /** What is not as it was when a picture was made. */
  'recipe.change': ({
    what,
    before,
    now,
  }: {
    what: 'Onestroke' | 'ONNX Runtime' | 'device' | 'processor'
    before: string
    now: string
  }) => `${what}: ${before}, now ${now}`,

  /** Settings of a picture that cannot be taken over. */
  'unsupported.sampler': ({ name }: { name: string }) => `the sampler ${name}`,
  'unsupported.second-pass': () => 'the second pass at a higher resolution (Hires fix)',
  'unsupported.start-picture': () => 'the picture that it started from',
  'unsupported.variation-seed': () => 'the variation seed',
  'unsupported.controlnet': () => 'ControlNet',
  'unsupported.refiner': () => 'the refiner model',
  'unsupported.faces': () => 'the face restoration',
  'unsupported.tiling': () => 'tiling',
  'unsupported.lora': ({ name }: { name: string }) => `the LoRA ${name}, which is not installed`,
}
