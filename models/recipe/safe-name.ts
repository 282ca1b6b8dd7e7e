/** What Windows forbids in names, and every system at least the slash and NUL. */
const FORBIDDEN = /[\p{Cc}<>:"/\\|?*]/u
const ALL_FORBIDDEN = new RegExp(FORBIDDEN, 'gu')

/**
 * Names that Windows keeps for devices, with any ending.
 * Source: learn.microsoft.com/windows/win32/fileio/naming-a-file, "Naming conventions".
 */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i

const NAMELESS = 'picture'

/** The first character that no file's name may have; null where there is none. */
export function forbiddenCharacter(text: string): string | null {
  return FORBIDDEN.exec(text)?.[0] ?? null
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}

function cutToBytes(text: string, most: number): string {
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += utf8Length(character)
    if (bytes > most) break
    end += character.length
  }
  return text.slice(0, end)
}

/**
 * The nearest name that every system takes for a file or folder, is not hidden, and never means another folder.
 * @param mostBytes of UTF-8; file systems take 255, endings included
 */
export function safeName(name: string, mostBytes: number): string {
  const printable = name.toWellFormed().replace(ALL_FORBIDDEN, '-')
  // One byte is left for the underscore of a reserved name.
  const trimmed = cutToBytes(printable.replace(/^[. ]+/, ''), mostBytes - 1).replace(/[. ]+$/, '')
  if (trimmed === '') return NAMELESS
  return RESERVED.test(trimmed) ? `_${trimmed}` : trimmed
}
