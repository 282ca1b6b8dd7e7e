import type { loras as english } from '../../../../models/sentences/loras.ts'
import { number } from './numbers.ts'

const ONLY = 'Onestroke kann nur LoRAs für SD 1.5 und SDXL verwenden'

const toModel = (family: string) => (family === '' ? 'diesem Modell' : `diesem ${family.replaceAll(' ', '-')}-Modell`)

/** Why a LoRA cannot be used. */
export const loras: typeof english = {
  'lora.none': () => 'Die Datei enthält keine LoRA.',
  'lora.other-family': ({ family }) => `Die Datei ist eine LoRA für ${family}; ${ONLY}.`,
  'lora.other-kind': () =>
    `Die Datei ist eine LoRA für eine andere Art von Modell, etwa Flux oder Stable Diffusion 3; ${ONLY}.`,
  'lora.wrong-family': ({ file, family, model }) =>
    `${file} ist eine LoRA für ${family} und passt nicht zu ${toModel(model)}.`,
  'lora.no-effect': ({ file, model, tensors }) =>
    `${file} ändert nichts an ${toModel(model)}: Keiner ihrer ${number(tensors)} Tensoren gehört dazu.`,
  'lora.wrong-sizes': ({ file, model }) =>
    `${file} ist eine LoRA für ein Modell mit anderen Größen und passt nicht zu ${toModel(model)}.`,
}
