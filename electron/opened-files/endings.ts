// What Onestroke opens, by the ends of the names, in lower case and without the dot.

export const PICTURE_ENDINGS: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'webp'])
export const WEIGHTS_ENDINGS: ReadonlySet<string> = new Set(['safetensors'])
