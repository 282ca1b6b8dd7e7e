import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Application } from '../../../main/cli/application.ts'
import { describeFailure } from '../../../main/cli/describe-failure.ts'
import { runModelsDownload } from '../../../main/cli/models-download.ts'
import { runModelsImport } from '../../../main/cli/models-import.ts'
import { runModelsVerify } from '../../../main/cli/models-verify.ts'
import { withModels } from '../../../main/cli/open-models.ts'
import { findFolders } from '../../../main/settings/folders.ts'
import {
  answerWell,
  CERTIFICATE,
  loraOf,
  manifestOf,
  pathOf,
  publishedLora,
  startPublishedServer,
} from '../../fixtures/published-server.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const CONTENT = loraOf(2_000_000, 9)
const LORA = publishedLora('cli-lora', CONTENT)
const PACE = { stallMs: 1000, checkpointMs: 10, mostFailures: 2, delayMs: () => 1 }

/** The command line's surroundings, with what it prints. */
function testApplication() {
  const home = temporaryFolder()
  const printed: string[] = []
  const told: string[] = []
  const unused = () => Promise.reject(new Error('unused'))
  const application: Application = {
    folders: findFolders(home),
    engine: { pid: undefined, request: unused, close: () => Promise.resolve() },
    hasher: { hash: unused, pathsOf: () => [], save: () => Promise.resolve() },
    print: (line) => void printed.push(line),
    tell: (line) => void told.push(line),
    interactive: false,
    rewriteLine: () => undefined,
    signal: new AbortController().signal,
  }
  return { application, home, printed, told, placed: join(home, 'models', LORA.fileName) }
}

async function surroundingsOf() {
  const server = await startPublishedServer(new Map([[pathOf(LORA), CONTENT]]))
  onTestFinished(() => server.close())
  const bundle = {
    id: 'set',
    title: 'A set',
    description: 'bundle.sd15-hyper-sd' as const,
    family: 'sd15' as const,
    fileIds: [LORA.id],
  }
  const manifest = { ...manifestOf(server.base, [LORA]), bundles: [bundle] }
  const policy = { allowsHost: (host: string) => host === 'localhost', allowsAddress: () => true }
  return { server, surroundings: { manifest, policy, ca: CERTIFICATE, pace: PACE } }
}

/** How a command ends. */
async function failureOf(command: Promise<void>) {
  try {
    await command
    return null
  } catch (error) {
    const { exitCode, message } = describeFailure(error)
    return { exitCode, message }
  }
}

describe('onestroke models download', () => {
  it('shows the licence and stops, unless it is accepted', async () => {
    const { application, told, printed } = testApplication()
    const { server, surroundings } = await surroundingsOf()
    expect(await failureOf(runModelsDownload(application, 'set', {}, surroundings))).toEqual({
      exitCode: 2,
      message: 'The licence was not accepted. Read it, and accept it with --yes.',
    })
    expect(told).toEqual(['MIT, https://opensource.org/license/mit', '  You may use it for anything.'])
    expect([printed, server.requests]).toEqual([[], []])
  })

  it('fetches a bundle and prints where its files are; again, it has nothing to fetch', async () => {
    const { application, printed, told, placed } = testApplication()
    const { server, surroundings } = await surroundingsOf()
    await runModelsDownload(application, 'set', { yes: true }, surroundings)
    expect(printed).toEqual([placed])
    expect(readFileSync(placed).equals(CONTENT)).toBe(true)
    const requests = server.requests.length
    told.length = 0
    await runModelsDownload(application, LORA.id, { json: true }, surroundings)
    expect(JSON.parse(printed[1]!)).toEqual({ id: LORA.id, path: placed, sha256: LORA.sha256 })
    expect([server.requests.length, told]).toEqual([requests, []])
  })

  it('lists what there is', async () => {
    const { application, printed } = testApplication()
    const { surroundings } = await surroundingsOf()
    await runModelsDownload(application, undefined, {}, surroundings)
    expect(printed.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      'set 0.00 GB A set',
      'cli-lora 0.00 GB Test cli-lora',
    ])
  })

  it('fails with what is wrong', async () => {
    const { application } = testApplication()
    const { server, surroundings } = await surroundingsOf()
    server.behave(({ response }) => void response.writeHead(404).end())
    expect(await failureOf(runModelsDownload(application, LORA.id, { yes: true }, surroundings))).toEqual({
      exitCode: 1,
      message: 'Test cli-lora: localhost does not hand the file out (status 404).',
    })
    server.behave((asked) => answerWell(asked))
    expect(await failureOf(runModelsDownload(application, 'none', { yes: true }, surroundings))).toMatchObject({
      exitCode: 2,
    })
    const mirror = { yes: true, mirror: 'http://mirror.example' }
    expect(await failureOf(runModelsDownload(application, LORA.id, mirror, surroundings))).toMatchObject({
      exitCode: 2,
    })
  })
})

describe('onestroke models import', () => {
  it('copies what a folder holds', async () => {
    const { application, printed, placed } = testApplication()
    const { surroundings } = await surroundingsOf()
    const stick = temporaryFolder()
    expect(await failureOf(runModelsImport(application, stick, {}, surroundings))).toMatchObject({ exitCode: 1 })
    writeFileSync(join(stick, 'anything.safetensors'), CONTENT)
    await runModelsImport(application, stick, {}, surroundings)
    expect(printed).toEqual([placed])
  })
})

describe('onestroke models verify', () => {
  it('finds a flipped byte in a published file, with both hashes, and exits with 1', async () => {
    const { application, home, printed } = testApplication()
    const path = join(home, 'models', 'taesd.safetensors')
    mkdirSync(join(home, 'models'), { recursive: true })
    writeFileSync(path, CONTENT)
    const failure = await failureOf(runModelsVerify(application, 'taesd', { json: true }))
    expect(failure).toMatchObject({ exitCode: 1 })
    expect(failure!.message).toContain('db169d69145ec4ff064e49d99c95fa05d3eb04ee453de35824a6d0f325513549')
    expect(failure!.message).toContain(LORA.sha256)
    expect(JSON.parse(printed[0]!)).toMatchObject({ path, state: 'wrong', actual: LORA.sha256 })
  })

  it('looks at all models, and at a file of which nothing is known', async () => {
    const { application, printed, placed } = testApplication()
    const { surroundings } = await surroundingsOf()
    await runModelsDownload(application, LORA.id, { yes: true }, surroundings)
    printed.length = 0
    await runModelsVerify(application, undefined, {})
    await runModelsVerify(application, placed, {})
    expect(printed).toEqual([`unknown ${LORA.sha256} ${placed}`, `unknown ${LORA.sha256} ${placed}`])
    expect(await failureOf(runModelsVerify(application, 'sdxl', {}))).toMatchObject({ exitCode: 1 })
  })

  // A file that exists and cannot be read, also by root.
  it.runIf(process.platform === 'linux')('goes on after a file that cannot be read, and exits with 1', async () => {
    const { application, home, printed, placed } = testApplication()
    const { surroundings } = await surroundingsOf()
    await runModelsDownload(application, LORA.id, { yes: true }, surroundings)
    const second = join(home, 'second.safetensors')
    writeFileSync(second, loraOf(1000, 3))
    await withModels(application, {}, ({ models }) => Promise.resolve(models.add(second)))
    rmSync(placed)
    symlinkSync('/proc/self/mem', placed)
    printed.length = 0
    expect(await failureOf(runModelsVerify(application, undefined, {}))).toEqual({
      exitCode: 1,
      message: expect.stringContaining(placed) as string,
    })
    expect(printed.map((line) => line.split(' ')[0])).toEqual(['UNREADABLE', 'unknown'])
  })
})
