export type Language = 'en' | 'de'

const en = {
  addModel: 'Add Model…',
  addModelFolder: 'Add Model Folder…',
  chooseExportFolder: 'Export Pictures to',
  choosePicturesFolder: 'Keep Pictures in',
  chooseWeights: 'Choose a Model or LoRA',
  chooseWeightsFolder: 'Choose a Model’s Folder',
  edit: 'Edit',
  file: 'File',
  help: 'Help',
  cannotOpen: 'Onestroke cannot open',
  notFound: 'The file is no longer there.',
  notOurs: 'Onestroke opens pictures (PNG, JPEG, WebP) and models (.safetensors).',
  tooLarge: 'The picture is larger than 64 MB.',
  select: 'Choose',
  settings: 'Settings…',
  shortcuts: 'Keyboard Shortcuts',
  startingTitle: 'Starting',
  startingText: 'Onestroke opens its library.',
  restartingTitle: 'Starting again',
  restartingText:
    'The part of Onestroke that keeps your library ended unexpectedly. It is being started again; your pictures are safe.',
  stoppedTitle: 'Onestroke cannot continue',
  stoppedText:
    'The part of Onestroke that keeps your library ended several times. Your pictures are safe. This is what it said last:',
  tryAgain: 'Try again',
  view: 'View',
  weightsFiles: 'Models and LoRAs',
  window: 'Window',
  // By Electron's names of the roles.
  about: 'About Onestroke',
  services: 'Services',
  hide: 'Hide Onestroke',
  hideOthers: 'Hide Others',
  unhide: 'Show All',
  quit: 'Quit Onestroke',
  close: 'Close Window',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  togglefullscreen: 'Full Screen',
  minimize: 'Minimize',
  reload: 'Reload',
  toggleDevTools: 'Developer Tools',
} as const

/** The words of the menu, the dialogs and the status page. */
export type Messages = Readonly<Record<keyof typeof en, string>>

const de: Messages = {
  addModel: 'Modell hinzufügen …',
  addModelFolder: 'Modellordner hinzufügen …',
  chooseExportFolder: 'Bilder exportieren nach',
  choosePicturesFolder: 'Bilder aufbewahren in',
  chooseWeights: 'Modell oder LoRA wählen',
  chooseWeightsFolder: 'Ordner eines Modells wählen',
  edit: 'Bearbeiten',
  file: 'Datei',
  help: 'Hilfe',
  cannotOpen: 'Onestroke kann dies nicht öffnen:',
  notFound: 'Die Datei ist nicht mehr da.',
  notOurs: 'Onestroke öffnet Bilder (PNG, JPEG, WebP) und Modelle (.safetensors).',
  tooLarge: 'Das Bild ist größer als 64 MB.',
  select: 'Wählen',
  settings: 'Einstellungen …',
  shortcuts: 'Tastenkürzel',
  startingTitle: 'Startet',
  startingText: 'Onestroke öffnet seine Bibliothek.',
  restartingTitle: 'Startet neu',
  restartingText:
    'Der Teil von Onestroke, der Ihre Bibliothek verwaltet, hat unerwartet geendet. Er wird neu gestartet; Ihre Bilder sind sicher.',
  stoppedTitle: 'Onestroke kann nicht weiterarbeiten',
  stoppedText:
    'Der Teil von Onestroke, der Ihre Bibliothek verwaltet, hat mehrmals geendet. Ihre Bilder sind sicher. Das sagte er zuletzt:',
  tryAgain: 'Noch einmal versuchen',
  view: 'Ansicht',
  weightsFiles: 'Modelle und LoRAs',
  window: 'Fenster',
  about: 'Über Onestroke',
  services: 'Dienste',
  hide: 'Onestroke ausblenden',
  hideOthers: 'Andere ausblenden',
  unhide: 'Alle einblenden',
  quit: 'Onestroke beenden',
  close: 'Fenster schließen',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  cut: 'Ausschneiden',
  copy: 'Kopieren',
  paste: 'Einfügen',
  selectAll: 'Alles auswählen',
  resetZoom: 'Tatsächliche Größe',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  togglefullscreen: 'Vollbild',
  minimize: 'Minimieren',
  reload: 'Neu laden',
  toggleDevTools: 'Entwicklerwerkzeuge',
}

export const MESSAGES: Readonly<Record<Language, Messages>> = { en, de }

/** The language that fits a locale such as `de-AT` best. */
export function languageOf(locale: string): Language {
  return locale.toLowerCase().split('-')[0] === 'de' ? 'de' : 'en'
}
