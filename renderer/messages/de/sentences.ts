import type { Catalogue } from '../../../models/sentences/catalogue.ts'
import { checkpoints } from './sentences/checkpoints.ts'
import { downloads } from './sentences/downloads.ts'
import { engine } from './sentences/engine.ts'
import { files } from './sentences/files.ts'
import { images } from './sentences/images.ts'
import { loras } from './sentences/loras.ts'
import { pictures } from './sentences/pictures.ts'
import { schedulers } from './sentences/schedulers.ts'
import { studio } from './sentences/studio.ts'

/** What the program behind the page can say, in German. */
export const sentences: Catalogue = {
  ...checkpoints,
  ...downloads,
  ...engine,
  ...files,
  ...images,
  ...loras,
  ...pictures,
  ...schedulers,
  ...studio,
}
