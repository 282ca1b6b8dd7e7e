import type { checkpoints as english } from '../../../../models/sentences/checkpoints.ts'
import { NETWORKS } from './networks.ts'
import { amounts, number } from './numbers.ts'

const ONLY = 'Onestroke kann nur Modelle für SD 1.5 und SDXL verwenden'
const SAFETENSORS = 'Onestroke liest nur safetensors-Dateien'

/** Why a checkpoint cannot be used. Those that begin with „Die Datei“ get the file's name in its place. */
export const checkpoints: typeof english = {
  'checkpoint.empty': () => 'Die Datei ist leer.',
  'checkpoint.too-short': () => 'Die Datei ist zu kurz für eine safetensors-Datei.',
  'checkpoint.not-safetensors': () => 'Die Datei ist keine safetensors-Datei, oder sie ist beschädigt.',
  'checkpoint.not-regular': () => 'Die Datei ist keine gewöhnliche Datei.',
  'checkpoint.cut-off': () => 'Die Datei ist abgeschnitten.',
  'checkpoint.cut-off-at': ({ have, need }) => `Die Datei ist abgeschnitten: Nur ${amounts(have, need)} sind da.`,
  'checkpoint.header-cut-off-at': ({ have, need }) =>
    `Die Datei ist abgeschnitten: Von ihrem Kopf sind nur ${amounts(have, need)} da.`,
  'checkpoint.number-format': ({ tensor, format }) =>
    `Die Datei speichert ${tensor} im Zahlenformat ${format}, mit dem Onestroke nicht umgehen kann.`,
  'checkpoint.scalar-format': ({ format }) =>
    `Die Datei speichert eine Zahl im Format ${format}, mit dem Onestroke nicht umgehen kann.`,
  'checkpoint.weights-format': ({ network, format }) =>
    `Die Datei speichert die Gewichte des Teils „${NETWORKS[network]}“ als ${format.startsWith('F8') ? '8-Bit-Gleitkommazahlen' : format}, mit denen Onestroke nicht umgehen kann. Eine float16-Fassung der Datei verwenden.`,

  'checkpoint.damaged': ({ damage }) => `Die Datei ist beschädigt: ${damage}.`,
  'damage.too-many-values': ({ most }) =>
    `Ihr Kopf nennt mehr als ${number(most)} Tensoren oder ist zu tief verschachtelt`,
  'damage.too-many-tensors': ({ most }) => `Ihr Kopf nennt mehr als ${number(most)} Tensoren`,
  'damage.header-not-json': () => 'Ihr Kopf ist nicht als JSON lesbar',
  'damage.header-no-object': () => 'Ihr Kopf ist kein Objekt',
  'damage.header-too-long': () => 'Ihr Kopf ist länger als erlaubt',
  'damage.entry': ({ tensor }) => `Der Eintrag des Tensors ${tensor} ist kein Objekt`,
  'damage.no-format': ({ tensor }) => `Der Tensor ${tensor} hat kein Zahlenformat`,
  'damage.shape': ({ tensor }) => `Der Tensor ${tensor} hat keine gültige Form`,
  'damage.offsets': ({ tensor }) => `Der Tensor ${tensor} hat keine gültige Lage`,
  'damage.length': ({ tensor }) => `Die Länge des Tensors ${tensor} passt nicht zu seiner Form`,
  'damage.metadata': () => 'Ihre Metadaten sind keine Liste von Texten',
  'damage.overlap': ({ tensor }) => `Der Tensor ${tensor} überschneidet sich mit einem anderen`,
  'damage.gap': ({ tensor }) => `Vor dem Tensor ${tensor} ist eine Lücke`,
  'damage.too-long': () => 'Sie ist länger, als ihr Kopf sagt',
  'damage.not-one-number': ({ tensor }) => `${tensor} ist nicht eine einzelne Zahl`,
  'damage.not-a-number': ({ tensor }) => `${tensor} ist keine Zahl`,
  'damage.lora-parts': ({ module }) => `Die Teile der LoRA für ${module} passen nicht zueinander`,

  'foreign.pickle': () =>
    `Die Datei ist eine Pickle-Datei von PyTorch, die beim Öffnen Programme ausführen kann; ${SAFETENSORS}. Nach einer safetensors-Fassung des Modells suchen.`,
  'foreign.pickle-folder': ({ folder }) =>
    `Der Ordner ${folder} enthält nur Pickle-Dateien von PyTorch, die beim Öffnen Programme ausführen können. Nach einer safetensors-Fassung des Modells suchen.`,
  'foreign.gguf': () => `Die Datei ist im Format GGUF; ${SAFETENSORS}.`,
  'foreign.onnx': () => `Die Datei ist ein ONNX-Modell; ${SAFETENSORS}.`,
  'foreign.hdf5': () => `Die Datei ist eine HDF5-Datei; ${SAFETENSORS}.`,
  'foreign.numpy': () => `Die Datei ist ein NumPy-Feld; ${SAFETENSORS}.`,
  'foreign.picture': () => 'Die Datei ist ein Bild, kein Modell.',
  'foreign.web-page': () =>
    'Die Datei ist eine Webseite, kein Modell: Das Herunterladen ist gescheitert. Noch einmal herunterladen.',
  'foreign.lfs-pointer': () =>
    'Die Datei ist nur ein Verweis (Git LFS) auf das Modell. Das Modell selbst herunterladen.',
  'foreign.json': () => 'Die Datei ist ein JSON-Text, kein Modell: Vielleicht ist das Herunterladen gescheitert.',

  'model.lora': () => 'Die Datei ist eine LoRA: Sie verändert ein Modell und ist selbst keines.',
  'model.controlnet': () => 'Die Datei ist ein ControlNet: Es lenkt ein Modell und ist selbst keines.',
  'model.ip-adapter': () => 'Die Datei ist ein IP-Adapter: Er lenkt ein Modell und ist selbst keines.',
  'model.embedding': () => 'Die Datei ist ein Embedding (Textual Inversion), kein Modell.',
  'model.refiner': () =>
    'Die Datei ist ein SDXL-Refiner, der nur Bilder eines SDXL-Basismodells fertigstellt; das Basismodell verwenden.',
  'model.other-family': ({ family }) =>
    `Die Datei ist ein ${family === 'video' ? 'Video' : family.replaceAll(' ', '-')}-Modell; ${ONLY}.`,
  'model.other-purpose': ({ purpose, channels }) =>
    `Die Datei ist ein ${purpose === 'inpainting' ? 'Inpainting' : purpose}-Modell (sein UNet nimmt ${channels} Kanäle), mit dem Onestroke nicht umgehen kann; die gewöhnliche Fassung des Modells verwenden.`,
  'model.channels': ({ from, to }) => `Das UNet dieser Datei macht aus ${from} Kanälen ${to}; ${ONLY}.`,
  'model.unknown': ({ tensors }) =>
    `Die Datei ist kein Modell bekannter Art (ihre Tensoren heißen zum Beispiel ${tensors}); ${ONLY}.`,
  'model.no-tensors': () => `Die Datei ist kein Modell bekannter Art (sie enthält keine Tensoren); ${ONLY}.`,
  'model.pipeline': ({ pipeline }) => `Der Ordner ist ein ${pipeline}; ${ONLY}.`,
  'model.prediction': () =>
    'Das Modell sagt etwas anderes als Rauschen oder Geschwindigkeit voraus; damit kann Onestroke nicht umgehen.',
  'model.no-unet': () => 'Die Datei ist kein ganzes Modell: Ihr fehlt das UNet. Einen ganzen Checkpoint wählen.',
  'model.no-vae': () => 'Die Datei enthält kein VAE. Eine andere wählen.',
  'model.other-base': ({ family, file }) =>
    `Die Datei ist kein ${family}-Modell, daher passen seine Textencoder und seine VAE nicht zu ${file}.`,
  'model.no-network': ({ network }) =>
    `Die Datei enthält keinen Teil „${NETWORKS[network]}“, daher entsteht mit ihr allein kein Bild. Einen ganzen Checkpoint wählen oder mit --base einen daneben nennen.`,

  'config.too-large': () => 'Die Datei ist zu groß für eine Konfiguration.',
  'config.not-json': () => 'Die Datei ist nicht als JSON lesbar.',
  'config.unsupported': ({ network, setting, value }) =>
    `Der Teil „${NETWORKS[network]}“ ist von einer Art, mit der Onestroke nicht umgehen kann: In seiner config.json ${value === '' ? `fehlt ${setting === '' ? 'alles' : setting}` : `ist ${setting === '' ? 'das Ganze' : setting} ${value}`}.`,
  'config.values': ({ setting, count }) =>
    `Die config.json des UNets widerspricht sich: ${setting} hat nicht ${count} Werte.`,
  'config.conditioning': () =>
    'Die config.json des UNets widerspricht sich: Für die zusätzlichen Angaben nennt sie keine Breiten.',
  'config.blocks': ({ count }) =>
    `Die config.json des UNets widerspricht sich: Sie nennt nicht je ${count} Blöcke abwärts und aufwärts.`,
  'config.tiny-vae-widths': () => 'Die Stufen des Tiny-VAE sind verschieden breit; damit kann Onestroke nicht umgehen.',
  'config.tiny-vae-stages': () =>
    'Die config.json des Tiny-VAE widerspricht sich: Kanäle und Blöcke stehen für verschieden viele Stufen da.',

  'network.width': ({ network, width, divisor }) =>
    `Der Teil „${NETWORKS[network]}“ ist ${width} breit, kein Vielfaches von ${divisor}: Ohne seine config.json ist er nicht zu lesen.`,
  'network.tensor-missing': ({ tensor }) => `Die Datei ist unvollständig: Der Tensor ${tensor} fehlt.`,
  'network.incomplete': ({ network, tensor, others }) =>
    `Der Teil „${NETWORKS[network]}“ ist unvollständig: ${others > 0 ? `${tensor} und ${number(others)} weitere fehlen` : `${tensor} fehlt`}.`,
  'network.extra-layer': ({ network, tensor }) =>
    `Der Teil „${NETWORKS[network]}“ ist von einer Art, mit der Onestroke nicht umgehen kann: Er hat die zusätzliche Schicht ${tensor}.`,
  'network.misfit': ({ network, tensor, shape, needed }) =>
    `Der Teil „${NETWORKS[network]}“ passt nicht zusammen: ${tensor} hat die Form [${shape}], nötig ist [${needed}].`,
  'network.tensor-shape': ({ tensor, shape, needed }) =>
    `Der Tensor ${tensor} hat die Form [${shape}], dieses Netz braucht [${needed}].`,
  'network.not-whole': ({ tensor }) => `Der Tensor ${tensor} fehlt, die Datei ist also kein ganzes Modell.`,
}
