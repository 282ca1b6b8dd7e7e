import type { DesktopBridge, DesktopPlatform } from '../../main/server/contract/bridge.ts'
import { CHANNELS, dragSchema, envelopeSchema, menuCommandSchema, QUESTIONS } from './channels.ts'
import type { Answer, Ask, QuestionName } from './channels.ts'

/** The part of Electron's ipcRenderer that the bridge is made of. */
export interface RendererChannel {
  invoke(channel: string, message: unknown): Promise<unknown>
  send(channel: string, message: unknown): void
  on(channel: string, listener: (event: unknown, message: unknown) => void): unknown
  off(channel: string, listener: (event: unknown, message: unknown) => void): unknown
}

/** What of Electron and the system the bridge is made of. */
export interface BridgeParts {
  readonly platform: NodeJS.Platform
  readonly channel: RendererChannel
  /** Where a file of the page lies; empty where it lies nowhere. */
  readonly pathOf: (file: File) => string
}

/** What the page gets as `window.onestroke`: named functions only, which send nothing that the main process would refuse. */
export function createBridge({ platform, channel, pathOf }: BridgeParts): DesktopBridge {
  async function ask<Name extends QuestionName>(name: Name, question: Ask<Name>): Promise<Answer<Name>> {
    const message: unknown = QUESTIONS[name].ask.parse(question)
    const reply = envelopeSchema.parse(await channel.invoke(CHANNELS.question(name), message))
    if (!reply.ok) throw new Error(reply.message)
    return QUESTIONS[name].answer.parse(reply.value) as Answer<Name>
  }

  function listen(name: string, callback: (message: unknown) => void): () => void {
    // The event stays here: it holds Electron's own objects.
    const listener = (_event: unknown, message: unknown) => callback(message)
    channel.on(name, listener)
    return () => void channel.off(name, listener)
  }

  return {
    platform: desktopPlatform(platform),
    openFile: (kind = 'weights') => ask('openFile', kind),
    openFolder: (purpose = 'export') => ask('openFolder', purpose),
    pathOf,
    reveal: async (imageId) => void (await ask('reveal', imageId)),
    startDrag: (imageIds) => channel.send(CHANNELS.drag, dragSchema.parse([imageIds].flat())),
    onOpenFile(callback) {
      const take = async () => {
        for (const file of await ask('takeOpenedFiles', null)) callback(file)
      }
      void take()
      return listen(CHANNELS.filesOpened, () => void take())
    },
    onMenuCommand: (callback) => listen(CHANNELS.menuCommand, (message) => callback(menuCommandSchema.parse(message))),
  }
}

/** Every other system that Electron runs on is treated as Linux. */
function desktopPlatform(platform: NodeJS.Platform): DesktopPlatform {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux'
}
