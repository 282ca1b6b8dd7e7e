/** Element types of the safetensors format that checkpoints use. */
export const DTYPE_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const

export type Dtype = keyof typeof DTYPE_BYTES

/** Where one tensor lies in its file. */
export interface TensorInfo {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** Bytes from the start of the file. */
  readonly offset: number
  /** Bytes. */
  readonly length: number
}

/** A tensor of a user's file as a graph uses it: in place, at most sliced, reshaped or read transposed. */
export interface WeightRef extends TensorInfo {
  /** The file's path, as the caller named it. */
  readonly file: string
  /** The stored matrix is the transpose of the one named (OpenCLIP's text_projection); `shape` is as stored. */
  readonly transposed: boolean
}

/** The weights of one network by their diffusers (or, for text encoders, transformers) names. */
export type Weights = ReadonlyMap<string, WeightRef>

/** The networks that a model consists of. */
export type ComponentName = 'unet' | 'textEncoder' | 'textEncoder2' | 'vae' | 'tinyVae'
