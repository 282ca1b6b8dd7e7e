import { dialogs } from './en/dialogs.ts'
import { gallery } from './en/gallery.ts'
import { models } from './en/models.ts'
import { prompt } from './en/prompt.ts'
import { queue } from './en/queue.ts'
import { shell } from './en/shell.ts'
import { viewer } from './en/viewer.ts'

/** English: the language that decides which texts there are. */
export const en = { dialogs, gallery, models, prompt, queue, shell, viewer }

/** A language that lacks a text does not compile. */
export type Messages = typeof en
