import type { downloads as english } from '../../../../models/sentences/downloads.ts'
import { amount } from './numbers.ts'

/** Published models: their licences, how they come here, and checking that they are right. */
export const downloads: typeof english = {
  'licence.commercial-use': () => 'Modell und Bilder dürfen kostenlos verwendet werden, auch gewerblich.',
  'licence.no-harm': () =>
    'Es darf nicht verwendet werden, um Gesetze zu brechen, zu täuschen oder anderen zu schaden.',
  'licence.pass-on': () => 'Wer es oder ein daraus gemachtes Modell weitergibt, gibt diese Regeln mit weiter.',
  'licence.any-use': () => 'Es darf für alles verwendet werden.',
  'licence.keep-notice': () => 'Wer es weitergibt, gibt den Urheberrechtshinweis mit.',
  'licence.commercial-restricted': () =>
    'Gewerbliche Verwendung ist eingeschränkt. Vor dem Verkauf von Ergebnissen die Lizenz lesen.',

  'bundle.sd15-hyper-sd': () => 'Das kleinere Modell, für 512×512, und die LoRA für Bilder in 1 bis 8 Schritten.',
  'bundle.sdxl-hyper-sd': () => 'Das größere Modell, für 1024×1024, und die LoRA für Bilder in 1 bis 8 Schritten.',

  'download.unknown-file': ({ id }) => `„${id}“ gibt es im Katalog nicht.`,
  'download.gone': () => 'Diesen Download gibt es nicht mehr.',
  'download.licence': ({ title, file }) => `${file} hat eine Lizenz: ${title}. Sie zuerst lesen und annehmen.`,
  'download.no-room': ({ folder, need, free }) =>
    `In ${folder} ist nicht genug Platz: ${amount(need)} werden gebraucht, ${amount(free)} sind frei. Platz schaffen oder einen anderen Ordner für Modelle wählen.`,
  'download.name-taken': ({ path }) =>
    `${path} ist eine andere Datei mit demselben Namen. Sie verschieben oder umbenennen, dann fortsetzen.`,
  'download.wrong-hash': ({ file, expected, actual, kept }) =>
    `Was ankam, ist nicht ${file}: SHA-256 ist ${actual}, veröffentlicht ist ${expected}. Es wird nicht verwendet und liegt gesondert als ${kept}. Noch einmal versuchen oder eine andere Spiegeladresse angeben.`,
  'download.retrying': ({ problem, seconds }) => `${problem} Nächster Versuch in ${seconds} s.`,
  'download.gave-up': ({ problem }) =>
    `${problem} Was angekommen ist, bleibt: fortsetzen, sobald die Verbindung wieder steht.`,

  'download.unreachable': ({ host, reason }) => `${host} ist nicht erreichbar (${reason}).`,
  'download.cut-off': ({ host }) => `Die Verbindung zu ${host} ist abgebrochen.`,
  'download.stalled': ({ host, seconds }) => `${host} hat ${seconds} s lang fast nichts gesendet.`,
  'download.busy': ({ host, status }) => `${host} ist überlastet oder gestört (Status ${status}).`,
  'download.refused': ({ host, status }) => `${host} gibt die Datei nicht heraus (Status ${status}).`,
  'download.other-range': ({ host }) => `${host} hat einen anderen Teil der Datei gesendet als verlangt.`,
  'download.changing': ({ host }) => `Die Datei wurde auf ${host} geändert, während sie empfangen wurde.`,
  'download.other-size': ({ host, size, expected }) =>
    `Auf ${host} liegt dort eine andere Datei: ${size} Byte lang, veröffentlicht sind ${expected}.`,
  'download.other-file': ({ host }) => `Auf ${host} liegt dort eine andere Fassung der Datei.`,
  'download.encoded': ({ host, encoding }) =>
    `${host} hat die Datei in anderer Form (${encoding}) gesendet als verlangt.`,
  'download.no-redirect': ({ host }) => `${host} leitet endlos von einer Adresse zur nächsten.`,
  'download.not-https': ({ host }) => `${host} würde die Datei unverschlüsselt senden; das wird nicht angenommen.`,
  'download.foreign-host': ({ host }) => `${host} gehört nicht zu den Servern, von denen Modelle geladen werden.`,
  'download.private-address': ({ host }) =>
    `${host} ist eine Adresse dieses Rechners oder seines Netzes, kein öffentlicher Server.`,

  'import.nothing': ({ path }) => `In ${path} liegt keine Datei des Katalogs. Erkannt werden Dateien an ihrer Größe.`,
  'import.wrong-hash': ({ path, file, expected, actual }) =>
    `${path} ist nicht ${file}: SHA-256 ist ${actual}, veröffentlicht ist ${expected}. Nichts wurde übernommen.`,

  'settings.mirror': ({ url }) =>
    `„${url}“ ist keine Spiegeladresse. Sie beginnt mit https:// und nennt einen Server, etwa https://hf-mirror.com.`,

  'verify.damaged': ({ path, expected, actual }) =>
    `${path} ist beschädigt oder geändert: SHA-256 ist ${actual}, war aber ${expected}. Die Datei neu besorgen.`,
}
