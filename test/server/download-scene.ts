import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import type { ManifestFile } from '../../main/catalog/published/manifest-schema.ts'
import type { DownloadSurroundings } from '../../main/compose-downloads.ts'
import { downloadsSchema, type Download } from '../../main/server/contract/downloads.ts'
import { modelSchema } from '../../main/server/contract/models.ts'
import {
  CERTIFICATE,
  loraOf,
  manifestOf,
  pathOf,
  publishedLora,
  startPublishedServer,
  type PublishedServer,
} from '../fixtures/published-server.ts'
import { newHome, openStudio, type Studio, type StudioOptions } from './studio.ts'

export const MEGABYTE = 1024 * 1024
export const CONTENT = loraOf(5 * MEGABYTE, 1)
export const LORA = publishedLora('test-lora', CONTENT)

export const PACE = { stallMs: 2000, checkpointMs: 5, mostFailures: 4, delayMs: () => 1 }

const LOOPBACK = {
  allowsHost: (host: string) => host === 'localhost',
  allowsAddress: (address: string) => address === '127.0.0.1' || address === '::1',
}

export interface Scene {
  readonly server: PublishedServer
  readonly studio: Studio
  readonly home: string
  readonly reopen: () => Promise<Studio>
}

interface SceneOptions {
  readonly files?: ReadonlyMap<ManifestFile, Buffer>
  readonly surroundings?: Partial<DownloadSurroundings>
  readonly parts?: StudioOptions['parts']
  readonly mirrors?: (server: PublishedServer) => string[]
}

/** A studio whose catalog holds one LoRA of a server that behaves as it is told. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const files = options.files ?? new Map([[LORA, CONTENT]])
  const server = await startPublishedServer(new Map([...files].map(([file, content]) => [pathOf(file), content])))
  onTestFinished(() => server.close())
  const home = newHome()
  const manifest = { ...manifestOf(server.base, [...files.keys()]), mirrors: options.mirrors?.(server) ?? [] }
  const downloads = { manifest, ca: CERTIFICATE, policy: LOOPBACK, pace: PACE, ...options.surroundings }
  const open = () => openStudio({ home, parts: { downloads, ...options.parts } })
  return { server, home, studio: await open(), reopen: open }
}

export const order = (studio: Studio, ids: readonly string[] = [LORA.id]) =>
  studio.json('POST', '/api/downloads', { fileIds: ids, acceptedLicenceIds: ['mit'] })

export async function listed(studio: Studio): Promise<Download[]> {
  const { downloads } = (await studio.json('GET', '/api/bootstrap')) as { downloads: unknown }
  return downloadsSchema.parse(downloads)
}

/** Waits until no download moves any more. */
export async function settled(studio: Studio): Promise<Download[]> {
  for (;;) {
    const list = await listed(studio)
    if (list.every(({ state }) => state === 'paused' || state === 'failed')) return list
    await wait(5)
  }
}

export const folderOf = (home: string) => join(home, 'models')
export const placed = (home: string, file = LORA) => readFileSync(join(folderOf(home), file.fileName))

export async function expectArrived({ studio, home }: Scene): Promise<void> {
  expect(await settled(studio)).toEqual([])
  expect(placed(home).equals(CONTENT)).toBe(true)
  expect(readdirSync(folderOf(home))).toEqual([LORA.fileName])
  const models = modelSchema.array().parse(await studio.json('GET', '/api/models'))
  expect(models.map(({ path }) => path)).toContain(join(folderOf(home), LORA.fileName))
  expect(studio.errors).toEqual([])
}

/** @returns what the user is told */
export async function expectFailed({ studio, home }: Scene): Promise<string> {
  const [download] = await settled(studio)
  expect(download).toMatchObject({ id: LORA.id, state: 'failed' })
  expect(existsSync(join(folderOf(home), LORA.fileName))).toBe(false)
  expect(studio.errors).toEqual([])
  return download!.problem!.message
}
