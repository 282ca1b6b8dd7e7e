import type { studio as english } from '../../../../models/sentences/studio.ts'

const GONE = {
  picture: 'Dieses Bild',
  board: 'Diese Sammlung',
  job: 'Diesen Auftrag',
  model: 'Dieses Modell',
  folder: 'Diesen Ordner',
  preset: 'Diese Vorgabe',
} as const

/** `31. Januar 2026` for `2026-01-31`. */
function longDate(day: string): string {
  return new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))
}

/** The library, the queue, and what the back end answers to requests. */
export const studio: typeof english = {
  'library.newer': ({ path, version, newest }) =>
    `Die Bibliothek „${path}“ stammt von einem neueren Onestroke (Version ${version}, hier lesbar bis ${newest}). Onestroke aktualisieren, um sie zu öffnen.`,
  'library.in-use': ({ path }) =>
    `Die Bibliothek „${path}“ ist in einem anderen Onestroke geöffnet. Dieses zuerst schließen.`,
  'library.locked': ({ pid }) =>
    `Ein anderes Onestroke (Prozess ${pid}) benutzt denselben Datenordner. Es zuerst schließen.`,
  'library.bad-cursor': () => 'Diese Stelle der Galerie gibt es nicht mehr. Wieder von oben beginnen.',
  'library.restored': ({ file, kept, day }) =>
    `Die Bibliotheksdatei ${file} war beschädigt und liegt jetzt als ${kept} daneben. An ihre Stelle trat die Sicherung vom ${longDate(day)}; spätere Bilder werden aus ihren Dateien neu eingelesen.`,
  'library.begun-anew': ({ file, kept }) =>
    `Die Bibliotheksdatei ${file} war beschädigt und liegt jetzt als ${kept} daneben. Eine Sicherung gab es nicht: Die Bilder werden aus ihren Dateien neu eingelesen, ohne Sammlungen, Sterne und Bewertungen.`,

  'queue.cut-off': () =>
    'Onestroke wurde beendet, während dieses Bild entstand. Die Einstellungen sind noch da: noch einmal versuchen.',
  'queue.paused-by-engine': ({ problem }) =>
    `${problem} Die Warteschlange ist angehalten, weil das Rechenwerk zweimal nacheinander gescheitert ist.`,

  'queue.busy': () =>
    'Gerade entsteht ein Bild. Warten, bis die Warteschlange leer ist, oder sie anhalten, und es noch einmal versuchen.',

  'request.gone': ({ what }) => `${GONE[what]} gibt es nicht mehr.`,
  'request.not-understood': () => 'Die Anfrage ist nicht zu verstehen.',
  'request.not-valid': ({ detail }) => `Die Anfrage ist nicht gültig${detail === '' ? '' : ` (${detail})`}.`,
  'request.too-large': () => 'Die Anfrage ist zu groß.',
  'request.no-such-address': () => 'Unter dieser Adresse gibt es nichts.',
  'request.failed': () =>
    'Daran ist Onestroke gescheitert. Noch einmal versuchen; geschieht es wieder, steht mehr im Protokoll.',
  'request.built-in': () => 'Das mitgelieferte Modell gehört zu Onestroke und bleibt.',
  'request.desktop-only': () => 'Ein Ordner lässt sich nur im Programmfenster wählen.',
  'request.nested-too-deeply': () => 'Der Zustand ist zu tief verschachtelt.',
  'access.no-key': () => 'Die Adresse öffnen, die Onestroke beim Start ausgegeben hat: Sie enthält den Schlüssel.',
  'access.wrong-host': () => 'Unter diesem Namen antwortet Onestroke nicht.',
  'access.foreign-page': () => 'Andere Seiten dürfen Onestroke nicht benutzen.',
  'server.port-in-use': ({ port, host }) =>
    `Der Port ${port} von ${host} ist nicht zu haben: Ein anderes Programm benutzt ihn. Einen anderen wählen.`,
  'server.port': ({ port, host, code }) =>
    `Der Port ${port} von ${host} ist nicht zu haben: Das System meldet ${code}.`,
}
