const TEXT_MODEL = 'text_model.'

/** What a tensor of an encoder's file is called among canonical names; `text_model.` may have been left out. */
export function canonicalClipName(name: string): string {
  return /^(embeddings|encoder|final_layer_norm)\./.test(name) ? `${TEXT_MODEL}${name}` : name
}

/** A module's path without the leading `text_model.`, as transformers 5.6 and later write it. */
export function shortClipPath(path: string): string {
  return path.startsWith(TEXT_MODEL) ? path.slice(TEXT_MODEL.length) : path
}
