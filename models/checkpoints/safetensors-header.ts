import { sentence } from '../sentences/catalogue.ts'
import { CheckpointError, damagedFile } from './checkpoint-error.ts'
import { recogniseForeignFile } from './foreign-file.ts'
import { keepsJsonBudget } from './json-budget.ts'
import { DTYPE_BYTES, type Dtype, type TensorInfo } from './weights.ts'

/** What a safetensors file says of itself. */
export interface SafetensorsHeader {
  /** Tensor name -> where it lies; offsets count from the start of the file. */
  readonly tensors: ReadonlyMap<string, TensorInfo>
  readonly metadata: ReadonlyMap<string, string>
}

/** Bytes of the header's length in front of the header. */
export const LENGTH_BYTES = 8

/** As in the format's reference implementation. */
export const MAX_HEADER_BYTES = 100_000_000

const MAX_TENSORS = 100_000
const MAX_DIMENSIONS = 16
/** Tensors, their entries' parts and sizes, and the metadata. */
const MAX_JSON = { depth: 4, values: 25 * MAX_TENSORS }

const METADATA_KEY = '__metadata__'

/** A tensor's name as a message shows it: hostile files choose long and unprintable ones. */
function shown(name: string): string {
  const text = JSON.stringify(name).slice(1, -1)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

/**
 * The length in bytes of the header that follows the first 8 bytes of a safetensors file.
 * @throws CheckpointError where the file is of another format (named if recognised), empty, cut off or implausible.
 */
export function readHeaderLength(firstBytes: Uint8Array, fileSize: number): number {
  if (firstBytes.length < LENGTH_BYTES || fileSize < LENGTH_BYTES)
    throw new CheckpointError(recogniseForeignFile(firstBytes) ?? sentence('checkpoint.too-short'))
  const view = new DataView(firstBytes.buffer, firstBytes.byteOffset, LENGTH_BYTES)
  const length = Number(view.getBigUint64(0, true))
  if (length >= 2 && length <= MAX_HEADER_BYTES && length <= fileSize - LENGTH_BYTES) return length
  const foreign = recogniseForeignFile(firstBytes)
  if (foreign !== null) throw new CheckpointError(foreign)
  if (length >= 2 && length <= MAX_HEADER_BYTES)
    throw new CheckpointError(sentence('checkpoint.header-cut-off-at', { have: fileSize, need: length + LENGTH_BYTES }))
  throw new CheckpointError(sentence('checkpoint.not-safetensors'))
}

function parseObject(header: Uint8Array): object {
  if (!keepsJsonBudget(header, MAX_JSON)) throw damagedFile(sentence('damage.too-many-values', { most: MAX_TENSORS }))
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header))
  } catch {
    throw damagedFile(sentence('damage.header-not-json'))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damagedFile(sentence('damage.header-no-object'))
  return value
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount)
}

function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(DTYPE_BYTES, value)
}

function parseTensor(key: string, entry: unknown, dataStart: number): TensorInfo {
  const tensor = shown(key)
  if (typeof entry !== 'object' || entry === null) throw damagedFile(sentence('damage.entry', { tensor }))
  const { dtype, shape, data_offsets: offsets } = entry as Record<'dtype' | 'shape' | 'data_offsets', unknown>
  if (!isDtype(dtype))
    throw typeof dtype === 'string'
      ? new CheckpointError(sentence('checkpoint.number-format', { tensor, format: shown(dtype) }))
      : damagedFile(sentence('damage.no-format', { tensor }))
  if (!isCounts(shape) || shape.length > MAX_DIMENSIONS) throw damagedFile(sentence('damage.shape', { tensor }))
  if (!isCounts(offsets) || offsets.length !== 2) throw damagedFile(sentence('damage.offsets', { tensor }))
  const [begin, end] = offsets as [number, number]
  const length = shape.reduce((product, size) => product * size, DTYPE_BYTES[dtype])
  if (!isCount(length) || end - begin !== length) throw damagedFile(sentence('damage.length', { tensor }))
  return { dtype, shape, offset: dataStart + begin, length }
}

function parseMetadata(value: unknown): Map<string, string> {
  if (value === undefined) return new Map()
  const entries: [string, unknown][] =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [['', null]]
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string'))
    throw damagedFile(sentence('damage.metadata'))
  return new Map(entries)
}

/** The format asks that tensors fill the rest of the file without gap or overlap. */
function checkLayout(tensors: ReadonlyMap<string, TensorInfo>, dataStart: number, fileSize: number): void {
  const ordered = [...tensors].toSorted(([, a], [, b]) => a.offset - b.offset || a.length - b.length)
  const needed = ordered.reduce((end, [, tensor]) => Math.max(end, tensor.offset + tensor.length), dataStart)
  if (needed > fileSize) throw new CheckpointError(sentence('checkpoint.cut-off-at', { have: fileSize, need: needed }))
  let end = dataStart
  for (const [name, tensor] of ordered) {
    if (tensor.offset < end) throw damagedFile(sentence('damage.overlap', { tensor: shown(name) }))
    if (tensor.offset > end) throw damagedFile(sentence('damage.gap', { tensor: shown(name) }))
    end += tensor.length
  }
  if (end < fileSize) throw damagedFile(sentence('damage.too-long'))
}

/**
 * The tensors and metadata of a safetensors file. `header` is the header alone: the bytes after the first 8, as many
 * as {@link readHeaderLength} says.
 * Source: the safetensors format description (huggingface/safetensors README, "Format").
 * @throws CheckpointError where the header is not valid or does not fit the file's size.
 */
export function parseSafetensorsHeader(header: Uint8Array, fileSize: number): SafetensorsHeader {
  if (header.length > MAX_HEADER_BYTES || header.length > fileSize - LENGTH_BYTES)
    throw damagedFile(sentence('damage.header-too-long'))
  const entries = Object.entries(parseObject(header))
  if (entries.length > MAX_TENSORS) throw damagedFile(sentence('damage.too-many-tensors', { most: MAX_TENSORS }))
  const dataStart = LENGTH_BYTES + header.length
  const tensors = new Map<string, TensorInfo>()
  for (const [name, entry] of entries) if (name !== METADATA_KEY) tensors.set(name, parseTensor(name, entry, dataStart))
  checkLayout(tensors, dataStart, fileSize)
  return { tensors, metadata: parseMetadata(entries.find(([name]) => name === METADATA_KEY)?.[1]) }
}
