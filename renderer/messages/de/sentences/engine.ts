import type { engine as english } from '../../../../models/sentences/engine.ts'
import { NETWORKS } from './networks.ts'
import { gigabytes, number } from './numbers.ts'

const FORGOTTEN = {
  model: 'dieses Modell',
  prompt: 'diesen Prompt',
  latent: 'dieses Zwischenbild',
  autoencoder: 'diesen Autoencoder',
} as const

function shortage(values: Parameters<(typeof english)['plan.too-large']>[0]): string {
  const { width, height, needed, available } = values
  return `Mit ${width} × ${height} braucht dieses Modell ${gigabytes(needed)}; hier stehen ${gigabytes(available)} zur Verfügung.`
}

/** What the engine is at, and why it failed. */
export const engine: typeof english = {
  'activity.opening-model': () => 'Modell wird geöffnet',
  'activity.reading-prompt': () => 'Prompt wird gelesen',
  'activity.starting-engine': () => 'Rechenwerk startet',
  'activity.loading-model': () => 'Modell wird geladen',
  'activity.loading': ({ network }) => `${NETWORKS[network]} wird geladen`,
  'activity.first-step': () => 'erster Schritt läuft',
  'activity.running-step': ({ step, steps }) => `Schritt ${number(step)} von ${number(steps)} läuft`,
  'activity.step': ({ step, steps }) => `Schritt ${number(step)} von ${number(steps)}`,
  'activity.making-picture': () => 'Bild entsteht',
  'activity.decoding': () => 'Bild wird dekodiert',
  'activity.reading-latents': () => 'Zwischenbild wird gelesen',
  'activity.testing-device': () => 'Gerät wird geprüft',

  'engine.cancelled': () => 'Abgebrochen.',
  'engine.crashed': ({ how }) =>
    `Das Rechenwerk ist unerwartet stehen geblieben (${how}). Nichts wurde gespeichert; noch einmal versuchen.`,
  'engine.crashed-while': ({ activity, how }) =>
    `Das Rechenwerk ist unerwartet stehen geblieben (${activity}; ${how}). Nichts wurde gespeichert; noch einmal versuchen.`,
  'engine.exit-code': ({ code }) => `Code ${code}`,
  'engine.exit-unknown': () => 'Code unbekannt',
  'engine.exit-signal': ({ signal }) => `Signal ${signal}`,
  'engine.exit-message': () => 'eine Nachricht von ihm war nicht zu verstehen',
  'engine.crashes': () =>
    'Das Rechenwerk ist innerhalb weniger Minuten mehrmals stehen geblieben und wird vorerst nicht neu gestartet. Freien Speicher und die Dateien des Modells prüfen und es später noch einmal versuchen.',
  'engine.wrong-answer': () => 'Eine Antwort des Rechenwerks ist nicht zu verstehen.',
  'engine.wrong-request': () => 'Das Rechenwerk versteht diese Anfrage nicht.',
  'engine.wrong-field': ({ field }) => `Das Rechenwerk versteht diese Anfrage nicht (${field}).`,
  'engine.failed': ({ reason }) => `Das Rechenwerk ist gescheitert: ${reason}`,
  'engine.forgotten': ({ what }) => `Das Rechenwerk hat ${FORGOTTEN[what]} nicht mehr.`,

  'engine.no-memory': () =>
    'Für dieses Bild reicht der Speicher nicht. Eine kleinere Größe wählen oder andere Programme schließen.',
  'engine.no-memory-for': ({ network }) =>
    `Für den Teil „${NETWORKS[network]}“ reicht der Speicher nicht. Andere Programme schließen oder eine kleinere Größe oder ein kleineres Modell wählen.`,
  'engine.no-memory-fits': ({ problem }) => `Für dieses Bild reicht der Speicher nicht. ${problem}`,
  'engine.device': ({ device }) =>
    `${device === 'CPU' ? 'Die CPU' : device} funktioniert auf diesem Computer nicht. Ein anderes Gerät wählen, oder „Automatisch“.`,
  'engine.not-loaded': ({ network, files }) =>
    `Der Teil „${NETWORKS[network]}“ konnte nicht ${files === '' ? '' : `aus ${files} `}geladen werden. Die Datei ist vielleicht beschädigt, oder sie hat sich seit dem Öffnen geändert.`,
  'engine.file-cut-off': ({ file }) => `${file} ist abgeschnitten.`,
  'engine.drives': ({ files }) =>
    `So große Modelle müssen auf einem Laufwerk liegen. ${files} auf das Laufwerk der anderen verschieben.`,

  'plan.too-large': (values) => `${shortage(values)} Ein kleineres Modell wählen.`,
  'plan.fits-in-tiles': (values) => `${shortage(values)} In Kacheln dekodiert passt das Bild.`,
  'plan.fits-smaller': (values) => `${shortage(values)} Mit ${values.fitWidth} × ${values.fitHeight} passt es.`,

  'run.prompt-lengths': () => 'Die Prompts eines Laufs müssen gleich lang sein.',
  'run.one-picture': () => 'Ein Lauf, der von einem Bild ausgeht, macht ein Bild.',
  'run.no-step-left': ({ steps, least }) =>
    `Bei ${number(steps)} Schritten lässt eine Stärke unter ${number(least)} keinen Schritt übrig.`,
  'run.no-such-picture': () => 'Dieses Bild gibt es in diesem Lauf nicht.',
  'run.overflow': () =>
    'Das Bild ließ sich nicht berechnen: Seine Werte sind übergelaufen. Einen anderen Seed, weniger Stärke der LoRA oder weniger Guidance versuchen.',
  'run.decoder-only': () =>
    'Dieses VAE kann nur dekodieren und daher nicht von einem Bild ausgehen. Ein anderes VAE wählen.',
  'run.clip-skip': ({ most }) => `Clip Skip kann bei diesem Modell höchstens ${number(most)} sein.`,
}
