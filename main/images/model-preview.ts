import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import sharp from 'sharp'

/** Makes small pictures of those that lie beside models. */
export interface ModelPreviews {
  /** A WebP file of at most 320 pixels on its longer side; null where there is no picture that can be shown. */
  get(path: string): Promise<Preview | null>
}

export interface Preview {
  readonly webp: Uint8Array<ArrayBuffer>
  /** Another one whenever the picture has changed. */
  readonly etag: string
}

const SIDE = 320
const QUALITY = 80
const MOST_BYTES = 32e6
const MOST_PIXELS = 64e6
/** Of about 20 kB each. */
const MOST_KEPT = 500

/** PNG, JPEG and WebP; anything else under their names (SVG, PDF) is not given to a decoder. */
function isPicture(bytes: Buffer): boolean {
  const png = bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  const jpeg = bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
  const webp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
  return png || jpeg || webp
}

/** Regular files in the folder itself: a link could lead to any picture of the user. */
async function versionOf(path: string): Promise<string | null> {
  const status = await lstat(path).catch(() => null)
  if (status?.isFile() !== true || status.size > MOST_BYTES) return null
  const real = await realpath(path).catch(() => null)
  if (real === null || dirname(real) !== (await realpath(dirname(path)))) return null
  return `${status.size}-${status.mtimeMs}`
}

async function shrink(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const bytes = await readFile(path)
    if (bytes.length > MOST_BYTES || !isPicture(bytes)) return null
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS }).autoOrient()
    const fitted = picture.resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    return new Uint8Array(await fitted.webp({ quality: QUALITY, effort: 2 }).toBuffer())
  } catch {
    // Damaged, or too large: the model has no picture then.
    return null
  }
}

export function createModelPreviews(): ModelPreviews {
  const kept = new Map<string, Preview>()
  return {
    async get(path) {
      const version = await versionOf(path)
      if (version === null) return null
      const etag = `"${version}"`
      const known = kept.get(path)
      kept.delete(path)
      if (known?.etag === etag) {
        kept.set(path, known)
        return known
      }
      const webp = await shrink(path)
      if (webp === null) return null
      const preview = { webp, etag }
      kept.set(path, preview)
      const [oldest] = kept.keys()
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
      return preview
    },
  }
}
