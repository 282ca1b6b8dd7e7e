const PICKLE =
  'The file is a PyTorch pickle file, which can run code when opened; only safetensors files are read. Look for a safetensors version of the model.'

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
const SIGNATURES: readonly (readonly [Test, string])[] = [
  [startsWith(0x50, 0x4b, 3, 4), PICKLE],
  [([first = 0, protocol = 0]) => first === 0x80 && protocol >= 1 && protocol <= 5, PICKLE],
  [looksLike(/^GGUF/), 'The file is in the GGUF format; only safetensors files are read.'],
  [
    ([tag, version = 0, next]) => tag === 8 && version < 32 && next === 0x12,
    'The file is an ONNX model; only safetensors files are read.',
  ],
  [startsWith(0x89, 0x48, 0x44, 0x46), 'The file is an HDF5 file; only safetensors files are read.'],
  [looksLike(/^.NUMPY/), 'The file is a NumPy array; only safetensors files are read.'],
  [looksLike(/^(\x89PNG|\xff\xd8\xff|RIFF)/), 'The file is a picture, not a model.'],
  [
    looksLike(/^(\xef\xbb\xbf)?\s*<[!?a-z]/i),
    'The file is a web page, not a model: the download failed. Download it again.',
  ],
  [looksLike(/^version /), 'The file is only a Git LFS pointer to the model. Download the model itself.'],
  [looksLike(/^(\xef\xbb\xbf)?\s*[{[]/), 'The file is a JSON text, not a model: the download may have failed.'],
]

/**
 * What a file that is no safetensors file is, as a sentence for the user, from its first bytes (8 are enough for all
 * known formats); null if nothing is recognised. A file whose first 8 bytes are a possible header length is not to be asked about.
 */
export function recogniseForeignFile(firstBytes: Uint8Array): string | null {
  if (firstBytes.length === 0) return 'The file is empty.'
  const text = String.fromCharCode(...firstBytes.subarray(0, 64))
  return SIGNATURES.find(([test]) => test(firstBytes, text))?.[1] ?? null
}
