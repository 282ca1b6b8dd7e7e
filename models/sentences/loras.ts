const ONLY = 'only LoRAs for SD 1.5 and SDXL are supported'

const modelOf = (family: string) => (family === '' ? 'this model' : `this ${family} model`)

/** Why a LoRA cannot be used. `model` is the family of the model it was to change, or empty where that is unknown. */
export const loras = {
  'lora.none': () => 'The file holds no LoRA.',
  'lora.other-family': ({ family }: { family: 'Flux' | 'Stable Diffusion 2' | 'Stable Diffusion 3' }) =>
    `The file is a LoRA for ${family}; ${ONLY}.`,
  'lora.other-kind': () => `The file is a LoRA for another kind of model, such as Flux or Stable Diffusion 3; ${ONLY}.`,
  'lora.wrong-family': ({ file, family, model }: { file: string; family: string; model: string }) =>
    `${file} is a LoRA for ${family} and does not fit ${modelOf(model)}.`,
  'lora.no-effect': ({ file, model, tensors }: { file: string; model: string; tensors: number }) =>
    `${file} changes nothing in ${modelOf(model)}: none of its ${tensors} tensors belongs to it.`,
  'lora.wrong-sizes': ({ file, model }: { file: string; model: string }) =>
    `${file} is a LoRA for a model with other sizes and does not fit ${modelOf(model)}.`,
}
