import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ExternalData, OnnxModel } from '../../../models/onnx/model.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { RequestError } from './request-error.ts'

/** Protobuf cannot hold 2 GiB in one message; the graph itself needs some of it. */
const MOST_BYTES = 1.9e9

async function readTensor({ file, offset, length }: ExternalData): Promise<Uint8Array> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset)
    if (bytesRead < length) throw new RequestError('input', sentence('engine.file-cut-off', { file: basename(file) }))
    return buffer
  } finally {
    await handle.close()
  }
}

/**
 * Reads the weights of some files into the graph itself: ONNX Runtime can't take some external data from a folder and
 * other as bytes.
 * @throws RequestError where they are too many, or a file is shorter than it was.
 */
export async function inlineWeights(model: OnnxModel, files: readonly string[]): Promise<OnnxModel> {
  const isInline = (data: Uint8Array | ExternalData): data is ExternalData =>
    !(data instanceof Uint8Array) && files.includes(data.file)
  const bytes = model.initializers.reduce((sum, { data }) => (isInline(data) ? sum + data.length : sum), 0)
  if (bytes > MOST_BYTES) {
    const names = files.map((file) => basename(file)).join(', ')
    throw new RequestError('input', sentence('engine.drives', { files: names }))
  }
  const initializers: OnnxModel['initializers'][number][] = []
  for (const initializer of model.initializers) {
    const { data } = initializer
    initializers.push(isInline(data) ? { ...initializer, data: await readTensor(data) } : initializer)
  }
  return { ...model, initializers }
}
