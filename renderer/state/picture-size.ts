export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** An aspect ratio, wide way round. */
export interface Aspect {
  readonly id: string
  readonly wide: number
  readonly high: number
}

export const ASPECTS: readonly Aspect[] = [
  { id: '1:1', wide: 1, high: 1 },
  { id: '5:4', wide: 5, high: 4 },
  { id: '3:2', wide: 3, high: 2 },
  { id: '16:9', wide: 16, high: 9 },
]

/** The contract's limits on a side. */
export const SIDE = { min: 64, max: 4096, step: 8 } as const

/** SDXL was trained on sizes in steps of 64 (arXiv 2307.01952, appendix I); smaller models take any multiple of 8. */
function stepFor(native: PictureSize): number {
  return Math.min(native.width, native.height) >= 1024 ? 64 : SIDE.step
}

/** A side within the contract's limits. */
export function roundSide(side: number, step: number = SIDE.step): number {
  const rounded = Math.round(side / step) * step
  return Math.max(SIDE.min, Math.min(SIDE.max, rounded))
}

/** The size of an aspect ratio that has about as many pixels as the model was trained on. */
export function sizeOfAspect(aspect: Aspect, native: PictureSize): PictureSize {
  const side = Math.sqrt(native.width * native.height)
  const ratio = Math.sqrt(aspect.wide / aspect.high)
  const step = stepFor(native)
  return { width: roundSide(side * ratio, step), height: roundSide(side / ratio, step) }
}

/** The aspect whose size this is, either way round; null for a size of one's own. */
export function aspectOf(size: PictureSize, native: PictureSize): Aspect | null {
  const long = Math.max(size.width, size.height)
  const short = Math.min(size.width, size.height)
  return (
    ASPECTS.find((aspect) => {
      const preset = sizeOfAspect(aspect, native)
      return preset.width === long && preset.height === short
    }) ?? null
  )
}

export function swapSides({ width, height }: PictureSize): PictureSize {
  return { width: height, height: width }
}

/** The size alone of what has one. */
export function sizeOf({ width, height }: PictureSize): PictureSize {
  return { width, height }
}
