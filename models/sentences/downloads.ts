import { amount } from './amount.ts'

/** Published models: their licences, how they come here, and checking that they are right. */
export const downloads = {
  'licence.commercial-use': () => 'You may use it and the pictures made with it for free, also commercially.',
  'licence.no-harm': () => 'You may not use it to break the law, to deceive or to harm others.',
  'licence.pass-on': () => 'Whoever passes it on, or a model made from it, passes these rules on with it.',
  'licence.any-use': () => 'You may use it for anything.',
  'licence.keep-notice': () => 'Whoever passes it on keeps its copyright notice with it.',
  'licence.commercial-restricted': () =>
    'Commercial use is restricted. Read the licence before you sell what you make with it.',

  'bundle.sd15-hyper-sd': () => 'The smaller model, for 512×512, and the LoRA that makes pictures in 1 to 8 steps.',
  'bundle.sdxl-hyper-sd': () => 'The larger model, for 1024×1024, and the LoRA that makes pictures in 1 to 8 steps.',

  'download.unknown-file': ({ id }: { id: string }) => `The catalog has no "${id}".`,
  'download.gone': () => 'This download does not exist any more.',
  'download.licence': ({ title, file }: { title: string; file: string }) =>
    `${file} has a licence: ${title}. Read and accept it first.`,
  'download.no-room': ({ folder, need, free }: { folder: string; need: number; free: number }) =>
    `${folder} has not enough room: ${amount(need)} are needed, ${amount(free)} are free. Free some space, or choose another folder for models.`,
  'download.name-taken': ({ path }: { path: string }) =>
    `${path} is another file of the same name. Move or rename it, then resume.`,
  'download.wrong-hash': ({
    file,
    expected,
    actual,
    kept,
  }: {
    file: string
    expected: string
    actual: string
    kept: string
  }) =>
    `What was received is not ${file}: its SHA-256 is ${actual} where ${expected} is published. It is not used and lies apart as ${kept}. Try again, or name another mirror.`,
  'download.retrying': ({ problem, seconds }: { problem: string; seconds: number }) =>
    `${problem} Next try in ${seconds} s.`,
  'download.gave-up': ({ problem }: { problem: string }) =>
    `${problem} What has arrived is kept: resume when the connection works again.`,

  'download.unreachable': ({ host, reason }: { host: string; reason: string }) =>
    `${host} cannot be reached (${reason}).`,
  'download.cut-off': ({ host }: { host: string }) => `The connection to ${host} broke.`,
  'download.stalled': ({ host, seconds }: { host: string; seconds: number }) =>
    `${host} sent next to nothing for ${seconds} s.`,
  'download.busy': ({ host, status }: { host: string; status: number }) =>
    `${host} is busy or out of order (status ${status}).`,
  'download.refused': ({ host, status }: { host: string; status: number }) =>
    `${host} does not hand the file out (status ${status}).`,
  'download.other-range': ({ host }: { host: string }) => `${host} sent another part of the file than was asked for.`,
  'download.changing': ({ host }: { host: string }) => `The file changed on ${host} while it was being received.`,
  'download.other-size': ({ host, size, expected }: { host: string; size: number; expected: number }) =>
    `${host} has another file there: ${size} bytes long where ${expected} are published.`,
  'download.other-file': ({ host }: { host: string }) => `${host} has another edition of the file there.`,
  'download.encoded': ({ host, encoding }: { host: string; encoding: string }) =>
    `${host} sent the file in another form (${encoding}) than was asked for.`,
  'download.no-redirect': ({ host }: { host: string }) => `${host} sends from one address to another without end.`,
  'download.not-https': ({ host }: { host: string }) =>
    `${host} would send the file without encryption, which is not accepted.`,
  'download.foreign-host': ({ host }: { host: string }) =>
    `${host} is none of the servers that models are downloaded from.`,
  'download.private-address': ({ host }: { host: string }) =>
    `${host} is an address of this computer or its network, not of a public server.`,

  'import.nothing': ({ path }: { path: string }) =>
    `${path} holds no file of the catalog. Files are told by their size.`,
  'import.wrong-hash': ({
    path,
    file,
    expected,
    actual,
  }: {
    path: string
    file: string
    expected: string
    actual: string
  }) => `${path} is not ${file}: its SHA-256 is ${actual} where ${expected} is published. Nothing was imported.`,

  'settings.mirror': ({ url }: { url: string }) =>
    `"${url}" is no address of a mirror. It begins with https:// and names a server, such as https://hf-mirror.com.`,

  'verify.damaged': ({ path, expected, actual }: { path: string; expected: string; actual: string }) =>
    `${path} is damaged or was changed: its SHA-256 is ${actual} where it was ${expected}. Get the file anew.`,
}
