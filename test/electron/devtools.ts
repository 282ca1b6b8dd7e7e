import { once } from 'node:events'
import { z } from 'zod'

const targetsSchema = z.array(z.object({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.string() }))
const evaluatedSchema = z.object({ result: z.object({ result: z.object({ value: z.unknown() }) }) })

/** A page reached through Chromium's own inspector, for programs that do not let Playwright in. */
export interface InspectedPage {
  readonly url: string
  readonly evaluate: (expression: string) => Promise<unknown>
}

/** The page behind an inspector's port; null while there is none. */
export async function findPage(port: string): Promise<InspectedPage | null> {
  const targets = targetsSchema.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json())
  const target = targets.find(({ type }) => type === 'page')
  if (target === undefined) return null
  return { url: target.url, evaluate: (expression) => evaluate(target.webSocketDebuggerUrl, expression) }
}

async function evaluate(address: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(address)
  try {
    await once(socket, 'open')
    const params = { expression, awaitPromise: true, returnByValue: true }
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
    const [event] = (await once(socket, 'message')) as [MessageEvent<string>]
    return evaluatedSchema.parse(JSON.parse(event.data)).result.result.value
  } finally {
    socket.close()
  }
}
