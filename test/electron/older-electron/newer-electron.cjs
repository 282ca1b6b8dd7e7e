// What the shell needs of newer Electrons and their Node, on top of what Electron 22 has. For tests only.
const { Blob } = require('node:buffer')
const { Readable } = require('node:stream')
const { ReadableStream } = require('node:stream/web')
const { app, clipboard, protocol, session } = require('electron')
const { Headers, Request, Response } = require('./web-messages.cjs')

Object.assign(globalThis, { Headers, ReadableStream, Request, Response })

URL.canParse = (address) => {
  try {
    return Boolean(new URL(address))
  } catch {
    return false
  }
}

protocol.handle = (scheme, handler) => {
  protocol.registerStreamProtocol(scheme, async (details, callback) => {
    const request = new Request(details.url, { ...details, body: details.uploadData && uploaded(details.uploadData) })
    const response = await handler(request)
    callback({
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      data: response.body === null ? Readable.from([]) : Readable.from(response.body),
    })
  })
}

// Only what the tests look for.
clipboard.read = async () => [{ getType: async (type) => new Blob([clipboard.readImage().toPNG()], { type }) }]

async function* uploaded(parts) {
  for (const part of parts) {
    yield part.blobUUID === undefined ? part.bytes : await session.defaultSession.getBlobData(part.blobUUID)
  }
}

// Newer Electrons put these on the event; the older one passes them as arguments.
app.on('web-contents-created', (_event, contents) => {
  for (const name of ['will-navigate', 'will-redirect']) {
    contents.prependListener(name, (event, url, _isInPlace, isMainFrame) => Object.assign(event, { url, isMainFrame }))
  }
})
