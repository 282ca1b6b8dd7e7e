import { join } from 'node:path'
import { namePicture } from '../../models/recipe/picture-name.ts'
import { saysDiskFull } from '../files/disk-full.ts'
import type { FileSystem } from '../files/file-system.ts'
import { makeThumbnails } from '../images/thumbnail.ts'
import type { Library } from '../library/library.ts'
import type { Job } from '../server/contract/generation.ts'
import type { Image } from '../server/contract/library.ts'
import { DiskFullError, type StorageFolder } from './disk-full-error.ts'
import type { LatentFolder } from './kept-latents.ts'
import type { MadePicture } from './make-pictures.ts'
import { savePicture } from './save-picture.ts'

export interface PictureKeeping {
  readonly library: Pick<Library, 'images'>
  readonly drafts: LatentFolder
  /** Where pictures are kept, and where the library of them is. */
  readonly paths: () => Readonly<Record<StorageFolder, string>>
  /** How pictures are named below it. */
  readonly nameTemplate: () => string
  /** What pictures are written with. */
  readonly fileSystem: FileSystem
}

export interface PictureKeeper {
  /** Writes the picture, then its row: it is in the library when this resolves. @throws DiskFullError; FileError */
  keep(job: Job, made: MadePicture, parentId?: string | null): Promise<Image>
  /** Keeps what a draft can be finished from; before the draft itself, so that no draft is without. @throws as `keep` */
  keepDraft(made: MadePicture): Promise<void>
}

/** Tells which drive is full where a write says that one is. */
async function onDrive<T>(folder: StorageFolder, path: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    throw saysDiskFull(error) ? new DiskFullError(folder, path, error) : error
  }
}

export function createPictureKeeper(options: PictureKeeping): PictureKeeper {
  const { library, drafts, paths, nameTemplate, fileSystem } = options
  return {
    async keep(job, { picture, recipe }, parentId = job.request.parentId) {
      const { folders, stem } = namePicture(nameTemplate(), recipe)
      const { pictures, data } = paths()
      const file = { pixels: picture.pixels, recipe, folder: join(pictures, ...folders), stem }
      const path = await onDrive('pictures', pictures, savePicture(file, fileSystem))
      const thumbnails = await makeThumbnails(picture)
      return onDrive('data', data, library.images.add({ path, recipe, thumbnails, parentId, jobId: job.id }))
    },
    async keepDraft({ picture, recipe }) {
      const { latent, provider, timings } = picture
      const kept = drafts.keep(recipe.result.latentSha256, { ...latent, provider, timings })
      await onDrive('data', paths().data, kept)
    },
  }
}
