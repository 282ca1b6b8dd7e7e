/** ONNX element types that our graphs use (onnx.proto3, TensorProto.DataType). */
export const ELEMENT_TYPES = {
  float: 1,
  int32: 6,
  int64: 7,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const

export type ElementType = keyof typeof ELEMENT_TYPES

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }

export interface OnnxNode {
  readonly operator: string
  /** Empty for ONNX's own operators. */
  readonly domain: string
  readonly name: string
  /** An empty name leaves an optional input out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Of each output. */
  readonly shape: readonly number[]
  readonly attributes: ReadonlyMap<string, Attribute>
}

/** Bytes of a tensor that stay in a file of the user's. */
export interface ExternalData {
  readonly file: string
  readonly offset: number
  readonly length: number
}

export interface OnnxInitializer {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: Uint8Array | ExternalData
}

/** A graph input or output of static shape. */
export interface OnnxPort {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
}

export interface OnnxModel {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxInitializer[]
  readonly inputs: readonly OnnxPort[]
  readonly outputs: readonly OnnxPort[]
}

/** Domain of ONNX Runtime's own operators. */
export const MICROSOFT_DOMAIN = 'com.microsoft'
