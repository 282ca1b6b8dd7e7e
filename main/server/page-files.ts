import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'

/** A file of the built page. */
export interface PageFile {
  readonly content: Buffer<ArrayBuffer>
  readonly type: string
}

/** The built page by URL path, such as `/` and `/assets/index-x1y2.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

function listFiles(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch {
    // Not built: the back end then serves other programs only.
    return []
  }
}

/**
 * Reads the built page once. What is served later is looked up by its whole URL path among these and nowhere else, so no
 * request can name another file.
 */
export function readPageFiles(folder: string): PageFiles {
  const files = new Map<string, PageFile>()
  for (const path of listFiles(folder)) {
    const type = TYPES[extname(path)]
    if (type === undefined) continue
    const urlPath = path.slice(folder.length).split(sep).join('/')
    const file = { content: Buffer.from(readFileSync(path)), type }
    files.set(urlPath, file)
    if (urlPath === '/index.html') files.set('/', file)
  }
  return files
}

/** Vite puts a hash of the content into the names below assets/. */
function isHashed(urlPath: string): boolean {
  return urlPath.startsWith('/assets/')
}

/** @returns the answer to a request for a file of the page, or null where there is no such file. */
export function answerPageFile(files: PageFiles, urlPath: string): Response | null {
  const file = files.get(urlPath)
  if (file === undefined) return null
  const cacheControl = isHashed(urlPath) ? 'public, max-age=31536000, immutable' : 'no-cache'
  return new Response(file.content, { headers: { 'content-type': file.type, 'cache-control': cacheControl } })
}
