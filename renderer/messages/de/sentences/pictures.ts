import type { pictures as english } from '../../../../models/sentences/pictures.ts'
import { amount } from './numbers.ts'

const CHANGED = {
  Onestroke: 'Onestroke',
  'ONNX Runtime': 'ONNX Runtime',
  device: 'Gerät',
  processor: 'Prozessor',
} as const

/** How a picture was made, and why it cannot be made like that again. */
export const pictures: typeof english = {
  'preset.unknown': ({ id, known }) => `Die Vorgabe „${id}“ gibt es nicht. Es gibt: ${known}.`,
  'preset.weights-download': ({ name, size }) =>
    `Diese Vorgabe braucht „${name}“, das nicht installiert ist. Unter Modelle herunterladen (${amount(size)}) oder eine andere Vorgabe wählen.`,
  'preset.weights-missing': ({ name }) =>
    `Diese Vorgabe braucht „${name}“, das nicht installiert ist. Unter Modelle hinzufügen oder eine andere Vorgabe wählen.`,
  'preset.lora-missing': ({ name }) =>
    `Diese Vorgabe verwendet das LoRA „${name}“, das nicht installiert ist. Unter Modelle hinzufügen oder eine andere Vorgabe wählen.`,
  'preset.other-family': ({ families, family }) =>
    `Diese Vorgabe ist für ${families}, und das Modell ist ${family}. Eine andere Vorgabe oder ein anderes Modell wählen.`,
  'preset.too-many': ({ most }) => `Es ist Platz für ${most} Vorgaben. Eine löschen, um eine andere zu sichern.`,
  'preset.not-presets': () => 'Diese Datei enthält keine Vorgaben von Onestroke.',
  'preset.newer': ({ version, newest }) =>
    `Diese Vorgaben stammen von einem neueren Onestroke (Version ${version}; dieses liest bis ${newest}). Onestroke aktualisieren, um sie zu verwenden.`,
  'preset.wrong-field': ({ title, field, problem }) =>
    `Die Vorgabe „${title}“ lässt sich nicht lesen (${field}: ${problem}). Keine Vorgabe wurde übernommen.`,

  'recipe.newer': ({ version, newest }) =>
    `Dieses Rezept stammt von einem neueren Onestroke (Rezeptversion ${version}, hier lesbar bis ${newest}). Onestroke aktualisieren, um es zu verwenden.`,
  'recipe.not-a-recipe': () => 'Das ist kein Rezept von Onestroke, oder es ist beschädigt.',
  'recipe.wrong-field': ({ field, problem }) =>
    `Das ist kein Rezept von Onestroke, oder es ist beschädigt (${field === '' ? 'im Ganzen' : field}: ${problem}).`,
  'recipe.damaged': () => 'Das Rezept in diesem Bild ist beschädigt.',
  'recipe.model-missing': ({ name, files }) =>
    `Das Modell „${name}“ (${files}) ist nicht so installiert wie damals. Es hinzufügen, um das Bild zu wiederholen.`,
  'recipe.lora-missing': ({ name }) =>
    `Die LoRA „${name}“ ist nicht so installiert wie damals. Sie hinzufügen, um das Bild zu wiederholen.`,
  'recipe.start-picture-gone': ({ path }) =>
    `Das Bild, aus dem dieses entstand, ist weg: ${path} gibt es nicht mehr. Es zurücklegen, um das Bild zu wiederholen.`,
  'recipe.mask-gone': ({ path }) =>
    `Die Maske, mit der dieses Bild entstand, ist weg: ${path} gibt es nicht mehr. Sie zurücklegen, um das Bild zu wiederholen.`,
  'recipe.vae-gone': ({ name, path }) =>
    `Das VAE „${name}“${path === '' ? '' : ` (es war ${path})`} ist weg oder hat sich geändert. Es zurücklegen, um das Bild zu wiederholen.`,
  'recipe.latent-gone': () =>
    'Woraus dieser Entwurf fertig würde, ist nicht mehr da. Das Bild mit dem vollen VAE noch einmal machen.',
  'recipe.source-gone': () => 'Das Bild, das wiederholt werden sollte, ist nicht mehr in der Galerie.',

  'recipe.change': ({ what, before, now }) => `${CHANGED[what]}: ${before}, jetzt ${now}`,

  'unsupported.sampler': ({ name }) => `der Sampler ${name}`,
  'unsupported.second-pass': () => 'der zweite Durchgang in höherer Auflösung (Hires fix)',
  'unsupported.start-picture': () => 'das Bild, aus dem es entstand',
  'unsupported.variation-seed': () => 'der Seed für Variationen',
  'unsupported.controlnet': () => 'ControlNet',
  'unsupported.refiner': () => 'das Refiner-Modell',
  'unsupported.faces': () => 'die Gesichtskorrektur',
  'unsupported.tiling': () => 'die Kachelung',
  'unsupported.lora': ({ name }) => `die LoRA ${name}, die nicht installiert ist`,
}
