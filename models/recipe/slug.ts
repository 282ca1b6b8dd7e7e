const MAX_SLUG_LENGTH = 48

/** The first words of a text as a part of a file name: letters and digits of any script, hyphens between words. */
export function slugOf(text: string): string {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  // A script without spaces makes one word of a whole prompt.
  let slug = Array.from(words.shift() ?? '')
    .slice(0, MAX_SLUG_LENGTH)
    .join('')
  for (const word of words) {
    const longer = `${slug}-${word}`
    if (longer.length > MAX_SLUG_LENGTH) break
    slug = longer
  }
  return slug
}
