import type { Migration } from '../migrate.ts'
import { firstTables } from './0001-first-tables.ts'
import { fewerIndexes } from './0002-fewer-indexes.ts'
import { modelFolders } from './0003-model-folders.ts'
import { keptLatents } from './0004-kept-latents.ts'

/** In order; a released one is never changed. */
export const MIGRATIONS: readonly Migration[] = [firstTables, fewerIndexes, modelFolders, keptLatents]
