/** A layer of a network: its path, the shape of its weight, and whether it has a bias (of the weight's first size). */
export interface Layer {
  readonly path: string
  readonly weight: readonly number[]
  readonly bias: boolean
}

/** Parameter name -> shape of all tensors that the layers consist of. */
export function tensorShapes(layers: readonly Layer[]): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>()
  for (const { path, weight, bias } of layers) {
    shapes.set(`${path}.weight`, weight)
    if (bias) shapes.set(`${path}.bias`, weight.slice(0, 1))
  }
  return shapes
}

/** A convolution with a square kernel. */
export function convolution(path: string, from: number, to: number, kernel: number): Layer {
  return { path, weight: [to, from, kernel, kernel], bias: true }
}

/** A fully connected layer. */
export function linear(path: string, from: number, to: number): Layer {
  return { path, weight: [to, from], bias: true }
}

/** A fully connected layer without a bias. */
export function projection(path: string, from: number, to: number): Layer {
  return { path, weight: [to, from], bias: false }
}

/** A layer or group norm. */
export function norm(path: string, channels: number): Layer {
  return { path, weight: [channels], bias: true }
}
