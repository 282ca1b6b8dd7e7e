import type { files as english } from '../../../../models/sentences/files.ts'

/** Files and folders of the user, and the models among them. */
export const files: typeof english = {
  'file.no-space': ({ path }) => `Auf dem Laufwerk ist kein Platz mehr für „${path}“.`,
  'file.quota': ({ path }) => `Das Speicherkontingent lässt keinen Platz für „${path}“.`,
  'file.cannot': ({ path, operation, reason }) =>
    `„${path}“ kann nicht ${operation === 'read' ? 'gelesen' : 'geschrieben'} werden: ${reason}.`,
  'file.cannot-open': ({ path }) =>
    `„${path}“ kann nicht geöffnet werden. Prüfen, ob die Datei und ihr Ordner beschreibbar sind.`,
  'file.too-many-names': ({ folder, stem }) => `Der Ordner „${folder}“ enthält zu viele Dateien namens „${stem}“.`,
  'file.no-folder-path': ({ path }) => `„${path}“ ist kein vollständiger Pfad eines Ordners.`,

  'file-reason.permission': () => 'Die Berechtigung fehlt. Einen anderen Ort wählen oder die Rechte ändern',
  'file-reason.not-permitted': () => 'Das System erlaubt es nicht. Einen anderen Ort wählen oder die Rechte ändern',
  'file-reason.read-only': () => 'Das Laufwerk ist schreibgeschützt. Einen anderen Ort wählen',
  'file-reason.missing': () => 'Es gibt die Datei oder einen Ordner auf dem Weg dorthin nicht',
  'file-reason.not-a-folder': () => 'Ein Teil des Pfades ist eine Datei, kein Ordner',
  'file-reason.is-folder': () => 'Es ist ein Ordner',
  'file-reason.exists': () => 'Eine Datei dieses Namens gibt es schon',
  'file-reason.name-too-long': () => 'Der Name ist zu lang für dieses Laufwerk',
  'file-reason.busy': () => 'Ein anderes Programm benutzt die Datei',
  'file-reason.too-many-open': () => 'Zu viele Dateien sind geöffnet',
  'file-reason.too-large': () => 'Die Datei ist zu groß für dieses Laufwerk',
  'file-reason.disk-error': () => 'Das Laufwerk meldet einen Fehler',
  'file-reason.system': ({ code }) => `Das System meldet ${code}`,

  'model-file.named': ({ file, problem }) =>
    /^Die Datei\b/.test(problem) ? problem.replace('Die Datei', () => file) : `${file}: ${problem}`,
  'model-file.missing': ({ path }) => `${path} gibt es nicht. Den Pfad prüfen.`,
  'disk-full.pictures': ({ path }) =>
    `Das Laufwerk des Bilderordners (${path}) ist voll, das Bild konnte nicht gespeichert werden. Platz schaffen und es noch einmal versuchen: Die Einstellungen sind noch da.`,
  'disk-full.data': ({ path }) =>
    `Das Laufwerk mit Onestrokes Daten (${path}) ist voll, das Bild konnte nicht gespeichert werden. Platz schaffen und es noch einmal versuchen: Die Einstellungen sind noch da.`,

  'name-template.unknown-field': ({ field, known }) =>
    `Ein Feld „{${field}}“ gibt es in Dateinamen nicht. Es gibt: ${known}.`,
  'name-template.open-brace': () => 'Einer Klammer des Dateinamens fehlt die andere. Felder schreibt man wie {seed}.',
  'name-template.empty-name': () =>
    'Ein Ordner oder die Datei hätte keinen Namen. Ein / am Anfang, am Ende oder neben einem anderen weglassen.',
  'name-template.leading-dot': ({ name }) =>
    `„${name}“ beginnt mit einem Punkt: Das versteckt Dateien oder führt in einen anderen Ordner. Den Punkt weglassen.`,
  'name-template.character': ({ character }) =>
    `${JSON.stringify(character)} ist nicht auf jedem System in Dateinamen erlaubt. Es weglassen; / macht Ordner.`,

  'model-file.permission': ({ path }) => `${path} darf nicht gelesen werden. Die Rechte prüfen.`,
  'model-file.is-folder': ({ path }) => `${path} ist ein Ordner, gebraucht wird eine Datei.`,
  'model-file.disk-error': ({ path }) => `${path} kann nicht vom Laufwerk gelesen werden. Das Laufwerk prüfen.`,
  'model-file.system': ({ path, code }) =>
    `${path} kann nicht gelesen werden: Das System meldet ${code}. Schließen, was sie benutzt, und noch einmal versuchen.`,
  'model-file.no-full-path': ({ path }) => `${path} ist kein vollständiger Pfad. Die Datei mit allen Ordnern angeben.`,
  'model-file.not-installed': ({ kind }) =>
    kind === 'model'
      ? 'Dieses Modell ist nicht mehr installiert. Ein anderes wählen.'
      : `${kind === 'LoRA' ? 'Diese LoRA' : 'Dieses VAE'} ist nicht mehr installiert. Eine andere Datei wählen.`,
  'model-file.gone': ({ name, path }) => `Die Datei von „${name}“ fehlt: ${path}. Ihr Laufwerk anschließen.`,
  'model-file.not-one-file': ({ name }) =>
    `„${name}“ ist ein Ordner aus mehreren Dateien; nur einzelne Dateien haben einen Hash zum Vergleichen.`,
  'model-file.prompt-lora': ({ name }) =>
    `Der Prompt nennt die LoRA „${name}“, die nicht installiert ist. Ihre Datei hinzufügen oder sie herausnehmen.`,
  'model-file.prompt-lora-strength': ({ name, strength, most }) =>
    `Der Prompt will die LoRA „${name}“ in der Stärke ${strength}. Stärken gehen von -${most} bis ${most}.`,
  'model-file.too-many-loras': ({ most }) =>
    `Das sind mehr als ${most} LoRAs, die im Prompt mitgezählt. Einige herausnehmen.`,
  'model-file.needs-base': ({ name, family }) =>
    `${name} ist nur ein UNet. Ein ganzes ${family}-Modell hinzufügen: Seine Textencoder und seine VAE werden mitbenutzt.`,
  'model-file.no-tiny-vae': ({ name }) =>
    `Schnelle Entwürfe brauchen die kleine VAE ${name}, die nicht installiert ist. Unter Modelle herunterladen (10 MB).`,

  'model-folder.no-folder': ({ path }) =>
    `${path} ist kein vorhandener Ordner. Den Pfad prüfen oder das Laufwerk anschließen.`,
  'model-folder.offline': ({ path }) =>
    `${path} ist nicht da. Die Modelle sind wieder da, sobald das Laufwerk angeschlossen ist.`,
  'model-folder.unreadable': ({ path }) => `${path} darf nicht gelesen werden. Die Rechte prüfen.`,
  'model-folder.cut-off': ({ most }) =>
    `Der Ordner enthält mehr, als durchgesehen werden kann: Nur die ersten ${most} Modelle sind aufgeführt. Einen kleineren Ordner hinzufügen.`,
  'model-folder.too-deep': ({ most }) =>
    `Ordner mehr als ${most} Ebenen tiefer werden nicht durchgesehen. Den tieferen für sich hinzufügen.`,
  'model-folder.not-watched': () =>
    'Das System meldet Änderungen in diesem Ordner nicht. Er wird alle paar Minuten neu gelesen.',
  'model-folder.pickles': ({ count }) =>
    count === 1
      ? 'Eine Datei hat ein Format, das Programme ausführen kann (.ckpt, .pt), und wird nicht benutzt.'
      : `${count} Dateien haben ein Format, das Programme ausführen kann (.ckpt, .pt), und werden nicht benutzt.`,
  'model-folder.foreign': ({ count }) =>
    count === 1
      ? 'Eine Datei ist von einer Art, die Onestroke nicht benutzt, etwa ein ControlNet oder ein Modell einer anderen Familie, und nicht aufgeführt.'
      : `${count} Dateien sind von einer Art, die Onestroke nicht benutzt, etwa ControlNets oder Modelle einer anderen Familie, und nicht aufgeführt.`,
  'model-folder.both': ({ pickles, foreign }) => `${pickles} ${foreign}`,
}
