import { createHash } from 'node:crypto'

const TEXTS = {
  en: {
    title: 'This address lacks its key',
    text: 'Open the whole address that Onestroke printed when it was started. The key in it changes with every start.',
  },
  de: {
    title: 'Dieser Adresse fehlt ihr Schlüssel',
    text: 'Bitte die ganze Adresse öffnen, die Onestroke beim Start ausgegeben hat. Ihr Schlüssel ist bei jedem Start ein anderer.',
  },
} as const

const STYLE = `
:root { color-scheme: light dark }
body { display: grid; place-content: center; gap: 12px; min-height: 100vh; margin: 0; padding: 24px; box-sizing: border-box;
  background: light-dark(#f4f4f4, #1b1b1b); color: light-dark(#5c5c5c, #a8a8a8); font: 15px/1.5 system-ui, sans-serif; text-align: center }
h1 { margin: 0; color: light-dark(#1a1a1a, #e8e8e8); font-size: 18px }
p { max-width: 44ch; margin: 0 }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** What somebody sees who opens the studio's address without its token. */
export function unknownVisitorPage(acceptLanguage: string | null): Response {
  const language = acceptLanguage?.startsWith('de') === true ? 'de' : 'en'
  const { title, text } = TEXTS[language]
  const page = `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Onestroke</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'`,
  }
  return new Response(page, { status: 401, headers })
}
