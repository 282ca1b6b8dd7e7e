import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { z } from 'zod'

/** A file in an asar archive. */
export interface PackedFile {
  readonly path: string
  /** Whether it lies beside the archive instead. */
  readonly unpacked: boolean
}

interface Entry {
  readonly files?: Record<string, Entry> | undefined
  readonly unpacked?: boolean | undefined
}

const entrySchema: z.ZodType<Entry> = z.lazy(() =>
  z.object({ files: z.record(z.string(), entrySchema).optional(), unpacked: z.boolean().optional() }),
)

/** Lists an asar archive: 16 bytes, the last four of which say how long the JSON after them is. */
export function listArchive(path: string): PackedFile[] {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(16)
    readSync(file, start, 0, 16, 0)
    const header = Buffer.alloc(start.readUInt32LE(12))
    readSync(file, header, 0, header.length, 16)
    return listEntry('', entrySchema.parse(JSON.parse(header.toString('utf8'))))
  } finally {
    closeSync(file)
  }
}

function listEntry(path: string, { files, unpacked = false }: Entry): PackedFile[] {
  if (files === undefined) return [{ path, unpacked }]
  return Object.entries(files).flatMap(([name, entry]) => listEntry(path === '' ? name : `${path}/${name}`, entry))
}

const FUSE_NAMES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const

/** Marks the place in Electron's program where its fuses are: then come version, count, and one character each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** The fuses of an Electron program, those that it has. */
export function readFuses(program: string): Partial<Record<(typeof FUSE_NAMES)[number], boolean>> {
  const content = readFileSync(program)
  const start = content.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length
  const count = content[start + 1] ?? 0
  const states = content.subarray(start + 2, start + 2 + count).toString('latin1')
  return Object.fromEntries(FUSE_NAMES.slice(0, count).map((name, index) => [name, states[index] === '1']))
}
