import type { ClipTokenizer } from '../../../models/tokenizer/clip-tokenizer.ts'
import type { OnnxRuntime } from './runtime.ts'
import type { SessionCache } from './session-cache.ts'

/** What all of the engine's work shares. */
export interface EngineContext {
  readonly runtime: OnnxRuntime
  readonly sessions: SessionCache
  /** CLIP's tokenizer, and the one of SDXL's second encoder; made on first use. */
  readonly tokenizers: () => { readonly first: ClipTokenizer; readonly second: ClipTokenizer }
}
