import type { Messages } from './en.ts'
import { dialogs } from './de/dialogs.ts'
import { gallery } from './de/gallery.ts'
import { models } from './de/models.ts'
import { prompt } from './de/prompt.ts'
import { queue } from './de/queue.ts'
import { shell } from './de/shell.ts'
import { viewer } from './de/viewer.ts'

/** German. */
export const de: Messages = { dialogs, gallery, models, prompt, queue, shell, viewer }
