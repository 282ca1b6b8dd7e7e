const MAX_SLUG_LENGTH = 48

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** The first words of a prompt as a file name's part: letters and digits of any script, hyphens between words. */
export function slugOf(prompt: string): string {
  const words =
    prompt
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

/** Folder and name of a picture below the pictures folder, such as 2026/11-23 and 093012-7-a-red-apple (local time). */
export function namePicture(at: Date, seed: number, prompt: string): { folders: [string, string]; stem: string } {
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join('')
  const stem = [time, String(seed), slugOf(prompt)].filter((part) => part !== '').join('-')
  return { folders: [String(at.getFullYear()), `${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`], stem }
}
