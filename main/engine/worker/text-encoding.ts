import { buildClipText } from '../../../models/graphs/clip-text.ts'
import { applyEmphasis, type Emphasis } from '../../../models/prompts/emphasis.ts'
import { emptyChunk, readPrompt, type PromptChunk, type PromptReading } from '../../../models/prompts/prompt-chunks.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { CONTEXT_LENGTH, type ClipTokenizer } from '../../../models/tokenizer/clip-tokenizer.ts'
import type { ModelComponent, OpenedModel } from '../../catalog/opened-model.ts'
import type { EngineContext } from './context.ts'
import type { DeviceSpec } from '../protocol.ts'
import { RequestError } from './request-error.ts'

/** What one prompt becomes for the UNet. */
export interface EncodedPrompt {
  /** [77 times the prompt's chunks, context width] */
  readonly context: Float32Array
  /** SDXL's pooled text, [1, projection width]; null for SD 1.5. */
  readonly pooled: Float32Array | null
}

/** Everything a guided or unguided run needs to know of its prompts. */
export interface TextConditioning {
  readonly conditional: EncodedPrompt
  /** Null where guidance is off. */
  readonly unconditional: EncodedPrompt | null
  readonly tokenCount: number
  readonly truncated: boolean
}

export interface TextRequest {
  readonly prompt: string
  readonly negativePrompt: string | null
  readonly clipSkip: number
  readonly guided: boolean
  readonly emphasis: Emphasis
}

/** An encoder with the tokenizer that belongs to it. */
interface PromptReader {
  readonly encoder: ModelComponent<'textEncoder'>
  readonly tokenizer: ClipTokenizer
}

interface EncoderRun extends PromptReader {
  /** Index of the hidden state to return. */
  readonly hiddenState: number
  /** All hidden states that this conditioning needs, so that one session serves them. */
  readonly hiddenStates: readonly number[]
  readonly finalNorm: boolean
  readonly pooled: boolean
}

/** One at the first place of the largest id, which is the end token's: where CLIP pools. */
function endPosition(ids: Int32Array): Float32Array {
  const position = ids.indexOf(ids.reduce((largest, id) => Math.max(largest, id), 0))
  const selector = new Float32Array(ids.length)
  selector[position] = 1
  return selector
}

function float32(value: unknown): Float32Array {
  if (value instanceof Float32Array) return value
  throw new TypeError('a text encoder returned something other than float32')
}

interface EncoderOutput {
  readonly hidden: Float32Array
  readonly pooled: Float32Array | null
}

async function runEncoder(
  engine: EngineContext,
  run: EncoderRun,
  device: DeviceSpec,
  { ids, weights }: PromptChunk,
): Promise<EncoderOutput> {
  const { encoder, hiddenState, hiddenStates, finalNorm, pooled } = run
  const { session } = await engine.sessions.get({
    key: JSON.stringify([encoder.key, device, hiddenStates, finalNorm, pooled]),
    component: 'text encoder',
    device,
    build: () =>
      buildClipText({
        config: encoder.config,
        weights: encoder.weights,
        loras: encoder.loras,
        hiddenStates,
        finalNorm,
        pooled,
      }),
  })
  const { length } = ids
  const outputs = await session.run({
    ids: engine.runtime.tensor('int32', ids, [length]),
    ...(pooled ? { end_position: engine.runtime.tensor('float32', endPosition(ids), [1, length]) } : {}),
  })
  const hidden = float32(outputs[`hidden.${hiddenState}`]?.data)
  return {
    hidden: weights === null ? hidden : applyEmphasis(hidden, weights),
    pooled: pooled ? float32(outputs['pooled']?.data) : null,
  }
}

/** Encodes a prompt's chunks and, up to `chunkCount`, empty ones; the pooled text is the first chunk's. */
async function runOnChunks(
  engine: EngineContext,
  run: EncoderRun,
  device: DeviceSpec,
  { chunks, chunkCount }: { readonly chunks: readonly PromptChunk[]; readonly chunkCount: number },
): Promise<EncoderOutput> {
  const parts: EncoderOutput[] = []
  for (let index = 0; index < chunkCount; index++) {
    parts.push(await runEncoder(engine, run, device, chunks[index] ?? emptyChunk(run.tokenizer)))
  }
  const [first] = parts
  if (first === undefined) throw new RangeError('a prompt needs a chunk')
  if (parts.length === 1) return first
  const hidden = new Float32Array(first.hidden.length * parts.length)
  parts.forEach((part, index) => hidden.set(part.hidden, index * first.hidden.length))
  return { hidden, pooled: first.pooled }
}

/** Joins two encoders' states token by token, as SDXL's UNet reads them. */
function joinContexts(first: Float32Array, second: Float32Array, tokens: number): Float32Array {
  const [firstWidth, secondWidth] = [first.length / tokens, second.length / tokens]
  const joined = new Float32Array(first.length + second.length)
  for (let token = 0; token < tokens; token++) {
    const start = token * (firstWidth + secondWidth)
    joined.set(first.subarray(token * firstWidth, (token + 1) * firstWidth), start)
    joined.set(second.subarray(token * secondWidth, (token + 1) * secondWidth), start + firstWidth)
  }
  return joined
}

/** SDXL reads the last layer but one and does not normalize it; SD 1.5 the last, normalized. */
const LAYERS_BEFORE_LAST = { sd15: 0, sdxl: 1 } as const

/** The model's encoders in their order. */
function readersOf(engine: EngineContext, { textEncoder, textEncoder2 }: OpenedModel): PromptReader[] {
  const { first, second } = engine.tokenizers()
  const reader = { encoder: textEncoder, tokenizer: first }
  return textEncoder2 === null ? [reader] : [reader, { encoder: textEncoder2, tokenizer: second }]
}

interface EncodeRequest {
  /** Per encoder. */
  readonly readings: readonly PromptReading[]
  readonly chunkCount: number
  readonly skip: number
  readonly allSkips: readonly number[]
}

async function encodeOne(
  engine: EngineContext,
  model: OpenedModel,
  device: DeviceSpec,
  { readings, chunkCount, skip, allSkips }: EncodeRequest,
): Promise<EncodedPrompt> {
  const outputs: EncoderOutput[] = []
  for (const [index, reader] of readersOf(engine, model).entries()) {
    const last = reader.encoder.config.layers - LAYERS_BEFORE_LAST[model.family]
    if (skip > last) throw new RequestError('input', sentence('run.clip-skip', { most: last }))
    const hiddenStates = allSkips.map((skipped) => last - skipped)
    const states = { hiddenState: last - skip, hiddenStates, finalNorm: model.family === 'sd15', pooled: index === 1 }
    const chunks = readings[index]?.chunks ?? []
    outputs.push(await runOnChunks(engine, { ...reader, ...states }, device, { chunks, chunkCount }))
  }
  const [first, second] = outputs
  if (first === undefined) throw new RangeError('a model needs a text encoder')
  if (second === undefined) return { context: first.hidden, pooled: null }
  return { context: joinContexts(first.hidden, second.hidden, chunkCount * CONTEXT_LENGTH), pooled: second.pooled }
}

/** SDXL's stand-in for an absent negative prompt. */
function zerosLike(prompt: EncodedPrompt): EncodedPrompt {
  const pooled = prompt.pooled === null ? null : new Float32Array(prompt.pooled.length)
  return { context: new Float32Array(prompt.context.length), pooled }
}

/**
 * Encodes a prompt and, where guidance needs it, the negative one. Without emphasis, and with emphasis for prompts that
 * have none and fit into one chunk, the result is diffusers'; longer ones are encoded in chunks as A1111 does, the
 * shorter of the two prompts filled up with empty chunks.
 * Source: diffusers: pipeline_stable_diffusion.py and pipeline_stable_diffusion_xl.py `encode_prompt`.
 */
export async function encodeText(
  engine: EngineContext,
  model: OpenedModel,
  device: DeviceSpec,
  request: TextRequest,
): Promise<TextConditioning> {
  const { prompt, negativePrompt, clipSkip, guided, emphasis } = request
  const readers = readersOf(engine, model)
  const read = (text: string) => readers.map(({ tokenizer }) => readPrompt(tokenizer, text, emphasis))
  const readings = read(prompt)
  // Without a negative prompt, SDXL's pipelines use zeros.
  const encodesNegative = guided && !(negativePrompt === null && model.family === 'sdxl')
  const negative = encodesNegative ? read(negativePrompt ?? '') : []
  // Both prompts and both encoders must come to the same length.
  const chunkCount = Math.max(...[...readings, ...negative].map(({ chunks }) => chunks.length))
  const allSkips = guided && clipSkip > 0 ? [clipSkip, 0] : [clipSkip]
  const conditional = await encodeOne(engine, model, device, { readings, chunkCount, skip: clipSkip, allSkips })
  const { tokenCount = 0, truncated = false } = readings[0] ?? {}
  const facts = { conditional, tokenCount, truncated }
  if (!guided) return { ...facts, unconditional: null }
  if (!encodesNegative) return { ...facts, unconditional: zerosLike(conditional) }
  const unconditional = await encodeOne(engine, model, device, { readings: negative, chunkCount, skip: 0, allSkips })
  return { ...facts, unconditional }
}
