import type { images as english } from '../../../../models/sentences/images.ts'
import { number } from './numbers.ts'

/** Picture files that cannot be read. */
export const images: typeof english = {
  'image.named': ({ file, problem }) => `${file}: ${problem}`,
  'image.unreadable': () => 'Die Datei ist beschädigt, oder sie ist kein Bild, das Onestroke lesen kann.',
  'image.too-large': ({ megapixels }) => `Das Bild hat mehr als ${number(megapixels)} Megapixel.`,
  'image.no-thumbnail': () => 'Das Bild lässt sich nicht verkleinern: Seine Datei ist beschädigt oder zu groß.',
  'image.other-size': () => 'Das gespeicherte Bild hat eine andere Größe, als sein Rezept sagt.',
  'png.no-png': () => 'Das ist keine PNG-Datei.',
  'png.no-header': () => 'Die PNG-Datei ist beschädigt: Ihr fehlt der Kopf.',
  'png.too-many-parts': () => 'Die PNG-Datei ist beschädigt: Sie hat zu viele Teile.',
  'png.cut-off': () => 'Die PNG-Datei ist abgeschnitten.',
  'png.checksum': () => 'Die PNG-Datei ist beschädigt: Eine Prüfsumme stimmt nicht.',
  'png.text-damaged': () => 'Die PNG-Datei ist beschädigt: Der Text darin ist nicht lesbar.',
  'png.too-much-text': () => 'Die PNG-Datei enthält mehr Text, als Onestroke liest.',
}
