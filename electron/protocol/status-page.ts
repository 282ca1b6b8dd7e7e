import { createHash } from 'node:crypto'
import { RETRY_URL } from '../addresses.ts'
import type { BackEndState } from '../back-end/supervisor.ts'
import type { Language, Messages } from '../messages.ts'
import { staticPageSecurityHeaders } from '../security/response-headers.ts'

const STYLE = `
:root { color-scheme: dark light; --window: #1b1b1b; --text: #e8e8e8; --quiet: #a8a8a8; --raised: #2e2e2e; --accent: #c93f27 }
@media (prefers-color-scheme: light) {
  :root { --window: #f4f4f4; --text: #1a1a1a; --quiet: #5c5c5c; --raised: #e9e9e9; --accent: #c23a22 }
}
html { height: 100% }
body { margin: 0; min-height: 100%; display: grid; place-content: center; justify-items: center; gap: 12px; padding: 24px;
  box-sizing: border-box; background: var(--window); color: var(--quiet); font: 13px/1.5 system-ui, sans-serif; text-align: center }
h1 { margin: 0; color: var(--text); font-size: 18px; font-weight: 600 }
p { margin: 0; max-width: 52ch }
pre { margin: 0; max-width: min(90vw, 90ch); max-height: 40vh; overflow: auto; padding: 12px; border-radius: 6px; background: var(--raised);
  color: var(--text); font-size: 11px; text-align: left; white-space: pre-wrap; overflow-wrap: anywhere }
a { padding: 8px 16px; border: 1px solid var(--accent); border-radius: 6px; color: var(--text); text-decoration: none }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

export interface StatusPageOptions {
  readonly state: BackEndState
  readonly language: Language
  readonly messages: Messages
}

/** The page that a window shows while there is no back end to serve the app's. It has no script. */
export function createStatusPage({ state, language, messages }: StatusPageOptions): Response {
  const { title, content } = describe(state, messages)
  const page = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>Onestroke</title><style>${STYLE}</style></head>
<body><h1>${escapeMarkup(title)}</h1>${content}</body>
</html>
`
  return new Response(page, {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', ...staticPageSecurityHeaders(STYLE_HASH) },
  })
}

function describe(state: BackEndState, messages: Messages): { title: string; content: string } {
  switch (state.status) {
    case 'restarting':
      return { title: messages.restartingTitle, content: paragraph(messages.restartingText) }
    case 'stopped': {
      const said = [state.lastOutput, state.reason].filter((text) => text !== '').join('\n')
      const retry = `<a href="${RETRY_URL}">${escapeMarkup(messages.tryAgain)}</a>`
      const content = `${paragraph(messages.stoppedText)}<pre tabindex="0">${escapeMarkup(said)}</pre>${retry}`
      return { title: messages.stoppedTitle, content }
    }
    case 'starting':
    case 'running':
      return { title: messages.startingTitle, content: paragraph(messages.startingText) }
  }
}

function paragraph(text: string): string {
  return `<p role="status">${escapeMarkup(text)}</p>`
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
