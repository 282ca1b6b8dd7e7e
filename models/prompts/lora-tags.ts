/** A LoRA that a prompt names. */
export interface LoraTag {
  readonly name: string
  /** 1 where the tag gives none. */
  readonly strength: number
}

export interface TaggedPrompt {
  /** The prompt without its LoRA tags and the blanks before them. */
  readonly text: string
  /** In the order of the prompt. */
  readonly tags: readonly LoraTag[]
}

// The look-behind begins each run of blanks once: without it, long runs take quadratic time.
const TAG = /(?<![ \t])[ \t]*<lora:\s*([^<>:\s][^<>:]*)(?::([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?::[^<>]*)?)?>/g

/**
 * Takes `<lora:name:0.8>` tags out of a prompt. Of A1111's several strengths the first counts; a tag whose strength is
 * not a number stays text.
 * Source: the form of A1111's modules/extra_networks.py and extensions-builtin/Lora.
 */
export function readLoraTags(prompt: string): TaggedPrompt {
  const tags: LoraTag[] = []
  const text = prompt.replace(TAG, (_, name: string, strength: string | undefined) => {
    tags.push({ name: name.trim(), strength: strength === undefined ? 1 : Number(strength) })
    return ''
  })
  return { text: tags.length === 0 ? prompt : text.replace(/^[ \t]+/, ''), tags }
}
