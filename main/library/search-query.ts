/**
 * What a person typed into the search box as a query of FTS5: every word must occur, the last may be unfinished unless a
 * space follows it. Words are quoted, so nothing typed is an operator. Null where nothing was typed.
 * (SQLite: FTS5 §3, "Full-text Query Syntax".)
 */
export function toFullTextQuery(search: string): string | null {
  // FTS5 reads its query as a C string, which ends at NUL.
  const words = search.split(/[\s\0]+/).filter((word) => word !== '')
  if (words.length === 0) return null
  const lastIsUnfinished = !/[\s\0]$/.test(search)
  return words
    .map((word, index) => {
      const phrase = `"${word.replaceAll('"', '""')}"`
      return lastIsUnfinished && index === words.length - 1 ? `${phrase}*` : phrase
    })
    .join(' AND ')
}
