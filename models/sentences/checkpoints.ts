/** How a network is called in sentences. */
export type NetworkName = 'UNet' | 'text encoder' | 'second text encoder' | 'VAE' | 'tiny VAE' | 'VAE encoder' | 'LoRA'

const FAMILIES = 'only SD 1.5 and SDXL models are supported'

/** `2.1 of 4.3 GB`. */
function amounts(have: number, need: number): string {
  const [unit, bytes] = need >= 1e9 ? ['GB', 1e9] : need >= 1e6 ? ['MB', 1e6] : ['bytes', 1]
  const show = (value: number): string => (bytes === 1 ? String(value) : (value / bytes).toFixed(1))
  return `${show(have)} of ${show(need)} ${unit}`
}

/** Why a checkpoint cannot be used. Those that begin with "The file" get the file's name in its place. */
const NAME_BASE = 'Choose a whole checkpoint, or name one beside it with --base.'
const HELP: Readonly<Partial<Record<NetworkName, string>>> = {
  VAE: 'Name one with --vae.',
  'text encoder': NAME_BASE,
  'second text encoder': NAME_BASE,
}

export const checkpoints = {
  'checkpoint.empty': () => 'The file is empty.',
  'checkpoint.too-short': () => 'The file is too short to be a safetensors file.',
  'checkpoint.not-safetensors': () => 'The file is not a safetensors file, or it is damaged.',
  'checkpoint.not-regular': () => 'The file is not a regular file.',
  'checkpoint.cut-off': () => 'The file is cut off.',
  'checkpoint.cut-off-at': ({ have, need }: { have: number; need: number }) =>
    `The file is cut off: ${amounts(have, need)} are there.`,
  'checkpoint.header-cut-off-at': ({ have, need }: { have: number; need: number }) =>
    `The file is cut off: ${amounts(have, need)} of its header are there.`,
  'checkpoint.number-format': ({ tensor, format }: { tensor: string; format: string }) =>
    `The file stores ${tensor} in the number format ${format}, which is not supported.`,
  'checkpoint.scalar-format': ({ format }: { format: string }) =>
    `The file stores a number as ${format}, which is not supported.`,
  'checkpoint.weights-format': ({ network, format }: { network: NetworkName; format: string }) =>
    `The file stores the ${network}'s weights as ${format.startsWith('F8') ? '8-bit floats' : format}, which are not supported. Use a float16 version of the file.`,

  'checkpoint.damaged': ({ damage }: { damage: string }) => `The file is damaged: ${damage}.`,
  'damage.too-many-values': ({ most }: { most: number }) =>
    `its header lists more than ${most} tensors or is nested too deeply`,
  'damage.too-many-tensors': ({ most }: { most: number }) => `its header lists more than ${most} tensors`,
  'damage.header-not-json': () => 'its header is not readable as JSON',
  'damage.header-no-object': () => 'its header is not an object',
  'damage.header-too-long': () => 'its header is longer than allowed',
  'damage.entry': ({ tensor }: { tensor: string }) => `the entry of tensor ${tensor} is not an object`,
  'damage.no-format': ({ tensor }: { tensor: string }) => `tensor ${tensor} has no number format`,
  'damage.shape': ({ tensor }: { tensor: string }) => `tensor ${tensor} has no valid shape`,
  'damage.offsets': ({ tensor }: { tensor: string }) => `tensor ${tensor} has no valid offsets`,
  'damage.length': ({ tensor }: { tensor: string }) => `the length of tensor ${tensor} does not fit its shape`,
  'damage.metadata': () => 'its metadata is not a list of texts',
  'damage.overlap': ({ tensor }: { tensor: string }) => `tensor ${tensor} overlaps another`,
  'damage.gap': ({ tensor }: { tensor: string }) => `there is a gap before tensor ${tensor}`,
  'damage.too-long': () => 'it is longer than its header says',
  'damage.not-one-number': ({ tensor }: { tensor: string }) => `${tensor} is not one number`,
  'damage.not-a-number': ({ tensor }: { tensor: string }) => `${tensor} is not a number`,
  'damage.lora-parts': ({ module }: { module: string }) => `the parts of the LoRA for ${module} do not fit each other`,

  'foreign.pickle': () =>
    'The file is a PyTorch pickle file, which can run code when opened; only safetensors files are read. Look for a safetensors version of the model.',
  'foreign.pickle-folder': ({ folder }: { folder: string }) =>
    `The folder ${folder} holds only PyTorch pickle files, which can run code when opened. Look for a safetensors version of the model.`,
  'foreign.gguf': () => 'The file is in the GGUF format; only safetensors files are read.',
  'foreign.onnx': () => 'The file is an ONNX model; only safetensors files are read.',
  'foreign.hdf5': () => 'The file is an HDF5 file; only safetensors files are read.',
  'foreign.numpy': () => 'The file is a NumPy array; only safetensors files are read.',
  'foreign.picture': () => 'The file is a picture, not a model.',
  'foreign.web-page': () => 'The file is a web page, not a model: the download failed. Download it again.',
  'foreign.lfs-pointer': () => 'The file is only a Git LFS pointer to the model. Download the model itself.',
  'foreign.json': () => 'The file is a JSON text, not a model: the download may have failed.',

  'model.lora': () => 'The file is a LoRA, which changes a model and is not one itself.',
  'model.controlnet': () => 'The file is a ControlNet, which guides a model and is not one itself.',
  'model.ip-adapter': () => 'The file is an IP-Adapter, which guides a model and is not one itself.',
  'model.embedding': () => 'The file is a textual inversion embedding, not a model.',
  'model.refiner': () =>
    'The file is an SDXL refiner, which only finishes pictures of an SDXL base model; use the base model.',
  'model.other-family': ({
    family,
  }: {
    family: 'Flux' | 'Stable Diffusion 2' | 'Stable Diffusion 3' | 'Playground 2.5' | 'video'
  }) => `The file is a ${family} model; ${FAMILIES}.`,
  'model.other-purpose': ({ purpose, channels }: { purpose: 'InstructPix2Pix' | 'inpainting'; channels: number }) =>
    `The file is an ${purpose} model (its UNet takes ${channels} channels), which is not supported; use the ordinary version of the model.`,
  'model.channels': ({ from, to }: { from: number; to: number }) =>
    `The file's UNet turns ${from} channels into ${to}; ${FAMILIES}.`,
  'model.unknown': ({ tensors }: { tensors: string }) =>
    `The file is no model of a known kind (its tensors have names such as ${tensors}); ${FAMILIES}.`,
  'model.no-tensors': () => `The file is no model of a known kind (it holds no tensors); ${FAMILIES}.`,
  'model.pipeline': ({ pipeline }: { pipeline: string }) => `The folder is a ${pipeline}; ${FAMILIES}.`,
  'model.prediction': () => 'The model predicts something other than noise or velocity, which is not supported.',
  'model.no-unet': () => 'The file is not a whole model: it holds no UNet. Choose a whole checkpoint.',
  'model.no-vae': () => 'The file holds no VAE. Choose another one.',
  'model.other-base': ({ family, file }: { family: string; file: string }) =>
    `The file is no ${family} model, so its text encoders and VAE do not go with ${file}.`,
  'model.no-network': ({ network }: { network: NetworkName }) =>
    `The file holds no ${network}, so no picture can be made with it alone. ${HELP[network] ?? 'Choose a whole checkpoint.'}`,

  'config.too-large': () => 'The file is too large to be a config.',
  'config.not-json': () => 'The file is not readable as JSON.',
  'config.unsupported': ({ network, setting, value }: { network: NetworkName; setting: string; value: string }) =>
    `The ${network} is of a kind that is not supported: in its config.json, ${setting === '' ? 'the whole' : setting} is ${value === '' ? 'missing' : value}.`,
  'config.values': ({ setting, count }: { setting: string; count: number }) =>
    `The UNet's config.json contradicts itself: ${setting} does not have ${count} values.`,
  'config.conditioning': () =>
    "The UNet's config.json contradicts itself: it names no widths for its added conditioning.",
  'config.blocks': ({ count }: { count: number }) =>
    `The UNet's config.json contradicts itself: it does not name ${count} down and up blocks.`,
  'config.tiny-vae-widths': () => 'The tiny VAE has stages of different widths, which are not supported.',
  'config.tiny-vae-stages': () =>
    "The tiny VAE's config.json contradicts itself: it lists channels and blocks for different numbers of stages.",

  'network.width': ({ network, width, divisor }: { network: NetworkName; width: number; divisor: number }) =>
    `The ${network} is ${width} wide, not a multiple of ${divisor}: it needs its config.json to be read.`,
  'network.tensor-missing': ({ tensor }: { tensor: string }) =>
    `The file is incomplete: the tensor ${tensor} is missing.`,
  'network.incomplete': ({ network, tensor, others }: { network: NetworkName; tensor: string; others: number }) =>
    `The ${network} is incomplete: ${tensor} is missing${others > 0 ? ` and ${others} more` : ''}.`,
  'network.extra-layer': ({ network, tensor }: { network: NetworkName; tensor: string }) =>
    `The ${network} is of a kind that is not supported: it has the extra layer ${tensor}.`,
  'network.misfit': ({
    network,
    tensor,
    shape,
    needed,
  }: {
    network: NetworkName
    tensor: string
    shape: string
    needed: string
  }) => `The ${network} does not fit together: ${tensor} has the shape [${shape}] where [${needed}] is needed.`,
  'network.tensor-shape': ({ tensor, shape, needed }: { tensor: string; shape: string; needed: string }) =>
    `The tensor ${tensor} has the shape [${shape}] where this network needs [${needed}].`,
  'network.not-whole': ({ tensor }: { tensor: string }) =>
    `The tensor ${tensor} is missing, so this file is not a whole model.`,
}
