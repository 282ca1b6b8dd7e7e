import { ipcMain, type WebContents } from 'electron'
import { isTrustedSender } from '../security/sender.ts'
import { answerQuestion, type QuestionHandlers } from './answer-question.ts'
import { CHANNELS, dragSchema, QUESTIONS, type QuestionName } from './channels.ts'

export interface BridgeHandlers {
  readonly questions: QuestionHandlers
  readonly drag: (imageIds: readonly string[], contents: WebContents) => Promise<void>
}

/** Connects the main process's end of the bridge. Messages of anyone but the app's page are refused. */
export function registerBridge({ questions, drag }: BridgeHandlers): void {
  for (const name of Object.keys(QUESTIONS) as QuestionName[]) {
    ipcMain.handle(CHANNELS.question(name), (event, message) =>
      answerQuestion({ name, message, isTrusted: isTrustedSender(event.senderFrame), handlers: questions }),
    )
  }
  ipcMain.on(CHANNELS.drag, (event, message) => {
    const imageIds = dragSchema.safeParse(message)
    // A drag that cannot begin has no one to tell: the pointer simply carries nothing.
    if (isTrustedSender(event.senderFrame) && imageIds.success) drag(imageIds.data, event.sender).catch(() => undefined)
  })
}
