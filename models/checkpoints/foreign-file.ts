import { sentence } from '../sentences/catalogue.ts'
import type { Sentence } from '../sentences/sentence.ts'

const PICKLE = sentence('foreign.pickle')

type Test = (bytes: Uint8Array, text: string) => boolean

const startsWith =
  (...prefix: readonly number[]): Test =>
  (bytes) =>
    prefix.every((byte, index) => bytes[index] === byte)

const looksLike =
  (pattern: RegExp): Test =>
  (_, text) =>
    pattern.test(text)

/** Formats that are met under a model's name, and what to tell the user. */
const SIGNATURES: readonly (readonly [Test, Sentence])[] = [
  [startsWith(0x50, 0x4b, 3, 4), PICKLE],
  [([first = 0, protocol = 0]) => first === 0x80 && protocol >= 1 && protocol <= 5, PICKLE],
  [looksLike(/^GGUF/), sentence('foreign.gguf')],
  [([tag, version = 0, next]) => tag === 8 && version < 32 && next === 0x12, sentence('foreign.onnx')],
  [startsWith(0x89, 0x48, 0x44, 0x46), sentence('foreign.hdf5')],
  [looksLike(/^.NUMPY/), sentence('foreign.numpy')],
  [looksLike(/^(\x89PNG|\xff\xd8\xff|RIFF)/), sentence('foreign.picture')],
  [looksLike(/^(\xef\xbb\xbf)?\s*<[!?a-z]/i), sentence('foreign.web-page')],
  [looksLike(/^version /), sentence('foreign.lfs-pointer')],
  [looksLike(/^(\xef\xbb\xbf)?\s*[{[]/), sentence('foreign.json')],
]

/**
 * What a file that is no safetensors file is, from its first bytes (8 are enough for all
 * known formats); null if nothing is recognised. A file whose first 8 bytes are a possible header length is not to be asked about.
 */
export function recogniseForeignFile(firstBytes: Uint8Array): Sentence | null {
  if (firstBytes.length === 0) return sentence('checkpoint.empty')
  const text = String.fromCharCode(...firstBytes.subarray(0, 64))
  return SIGNATURES.find(([test]) => test(firstBytes, text))?.[1] ?? null
}
