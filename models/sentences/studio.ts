/** The library, the queue, and what the back end answers to requests. */
export const studio = {
  'library.newer': ({ path, version, newest }: { path: string; version: number; newest: number }) =>
    `The library "${path}" was written by a newer Onestroke (library version ${version}; this one reads up to ${newest}). Update Onestroke to open it.`,
  'library.in-use': ({ path }: { path: string }) =>
    `The library "${path}" is in use by another Onestroke. Close that one first.`,
  'library.locked': ({ pid }: { pid: number }) =>
    `Another Onestroke (process ${pid}) is using the same data folder. Close it first.`,
  'library.bad-cursor': () => 'This place in the gallery no longer exists. Start again at its top.',
  /** `day` as 2026-01-31. */
  'library.restored': ({ file, kept, day }: { file: string; kept: string; day: string }) =>
    `The library file ${file} was damaged and is kept as ${kept}. The backup of ${day} took its place, and later pictures are read again from their files.`,
  'library.begun-anew': ({ file, kept }: { file: string; kept: string }) =>
    `The library file ${file} was damaged and is kept as ${kept}. There was no backup: the pictures are read again from their files, without boards, stars and ratings.`,

  'queue.cut-off': () => 'Onestroke stopped while this was being made. Its settings are kept: retry it.',

  'queue.paused-by-engine': ({ problem }: { problem: string }) =>
    `${problem} The queue is paused because the engine failed twice in a row.`,
  'queue.busy': () => 'A picture is being made. Wait until the queue is empty or pause it, then try again.',

  'request.gone': ({ what }: { what: 'picture' | 'board' | 'job' | 'model' | 'folder' | 'preset' }) =>
    `This ${what} does not exist any more.`,
  'request.not-understood': () => 'The request cannot be understood.',
  'request.not-valid': ({ detail }: { detail: string }) =>
    `The request is not valid${detail === '' ? '' : ` (${detail})`}.`,
  'request.too-large': () => 'The request is too large.',
  'request.no-such-address': () => 'There is nothing at this address.',
  'request.failed': () => 'Onestroke failed at this. Try again; if it happens again, look at its log.',
  'request.built-in': () => 'The built-in model is a part of Onestroke and stays.',
  'request.desktop-only': () => 'A folder can be chosen in the desktop window only.',
  'request.nested-too-deeply': () => 'The state is nested too deeply.',
  'access.no-key': () => 'Open the address that Onestroke printed when it was started: it holds the key.',
  'access.wrong-host': () => 'Onestroke does not answer under this name.',
  'access.foreign-page': () => 'Other pages may not use Onestroke.',
  'server.port-in-use': ({ port, host }: { port: number; host: string }) =>
    `Port ${port} of ${host} cannot be used: another program uses it. Choose another one.`,
  'server.port': ({ port, host, code }: { port: number; host: string; code: string }) =>
    `Port ${port} of ${host} cannot be used: the system reported ${code}.`,
}
