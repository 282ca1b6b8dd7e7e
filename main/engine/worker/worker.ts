import { readFileSync } from 'node:fs'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import { createClipTokenizer } from '../../../models/tokenizer/clip-tokenizer.ts'
import { parseMerges } from '../../../models/tokenizer/clip-vocabulary.ts'
import { resourcePath } from '../../files/resources.ts'
import type { FromEngine } from '../protocol.ts'
import type { EngineContext } from './context.ts'
import { createSession } from './create-session.ts'
import { createHandlers } from './handlers.ts'
import { nodeRuntime } from './node-runtime.ts'
import { createRequestLoop } from './request-loop.ts'
import { createSessionCache } from './session-cache.ts'

// The engine's process: the only one that loads ONNX Runtime. It does one thing at a time and may be killed at any
// moment, so it keeps nothing that matters.

const DEFAULT_MEMORY_BUDGET = 8e9

function createTokenizers(): EngineContext['tokenizers'] {
  let tokenizers: ReturnType<EngineContext['tokenizers']> | undefined
  return () => {
    if (tokenizers !== undefined) return tokenizers
    const vocabulary = parseMerges(readFileSync(resourcePath('models', 'tokenizer', 'merges.txt'), 'utf8'))
    const first = createClipTokenizer(vocabulary, { padToken: 'endoftext' })
    const second = createClipTokenizer(vocabulary, { padToken: 'exclamation' })
    return (tokenizers = { first, second })
  }
}

function send(message: FromEngine): void {
  process.send?.(message)
}

function watchParent(): void {
  const script = import.meta.url.endsWith('.ts') ? './parent-watch.ts' : './parent-watch.js'
  const watch = new Worker(new URL(script, import.meta.url), { workerData: process.ppid })
  watch.unref()
}

// A terminal sends its Ctrl+C to every process; what it means for this one, the back end decides.
process.on('SIGINT', () => undefined)
watchParent()
const budget = Number(process.env['ONESTROKE_MEMORY_BUDGET'] ?? DEFAULT_MEMORY_BUDGET)
const sessions = createSessionCache(budget, (component, model, device) =>
  createSession(nodeRuntime, component, model, device),
)
const handlers = createHandlers({ runtime: nodeRuntime, sessions, tokenizers: createTokenizers() })
const loop = createRequestLoop(handlers, send)
process.on('message', loop.receive)
process.on('disconnect', () => process.exit(0))
