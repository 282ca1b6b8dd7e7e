import { sentence } from '../../../models/sentences/catalogue.ts'
import { exportPictures } from '../../images/export-pictures.ts'
import type { LatentFolder } from '../../generation/kept-latents.ts'
import type { Library } from '../../library/library.ts'
import * as routes from '../definitions/library.ts'
import type { EventBus } from '../event-bus.ts'
import { notFound, ProblemError } from '../problem-error.ts'
import { createRouter } from '../router.ts'
import { sendFile } from '../send-file.ts'

export interface LibraryDependencies {
  readonly library: Pick<Library, 'images' | 'thumbnails' | 'boards'>
  readonly drafts: Pick<LatentFolder, 'has'>
  readonly events: EventBus
  /** Whether the desktop's window asks: it alone may name folders, from the system's dialog. */
  readonly desktop: boolean
}

const noPicture = () => notFound('picture')

/** Reading the gallery. */
function createReadingRoutes({ library: { images, thumbnails }, drafts }: LibraryDependencies) {
  return createRouter()
    .openapi(routes.getImages, (context) => {
      const { cursor, offset, limit, ...query } = context.req.valid('query')
      return context.json(images.page(query, { cursor, offset, limit }), 200)
    })
    .openapi(routes.getImageDays, (context) => context.json({ days: images.days(context.req.valid('query')) }, 200))
    .openapi(routes.getFacets, (context) => context.json(images.facets(), 200))
    .openapi(routes.getImage, (context) => {
      const detail = images.detail(context.req.valid('param').id)
      if (detail === null) throw noPicture()
      const recipe = images.recipe(detail.id)
      const draft = recipe !== null && recipe.vae !== null && drafts.has(recipe.result.latentSha256)
      return context.json({ ...detail, draft }, 200)
    })
    .openapi(routes.getImageFile, async (context) => {
      const path = images.path(context.req.valid('param').id)
      const answer = path === null ? null : await sendFile(path, 'image/png', context.req.header('range'))
      if (answer === null) throw noPicture()
      return answer
    })
    .openapi(routes.getThumbnail, async (context) => {
      const { id, size } = context.req.valid('param')
      const thumbnail = await thumbnails.get(id, size === '256' ? 256 : 512)
      if (thumbnail === null) throw noPicture()
      const headers = { 'content-type': 'image/webp', 'cache-control': 'private, max-age=31536000, immutable' }
      return new Response(new Uint8Array(thumbnail), { headers })
    })
}

/** Changing the gallery. */
function createChangingRoutes({ library: { images, boards }, events, desktop }: LibraryDependencies) {
  const announceBoards = () => events.emit({ type: 'boardsChanged', boards: boards.list() })
  return createRouter()
    .openapi(routes.patchImages, (context) => {
      const { ids, ...change } = context.req.valid('json')
      events.emit({ type: 'imagesChanged', ids: images.change(ids, change) })
      return context.json({}, 200)
    })
    .openapi(routes.deleteImages, (context) => {
      const { undoToken, ids } = images.delete(context.req.valid('json').ids)
      events.emit({ type: 'imagesRemoved', ids: [...ids] })
      announceBoards()
      return context.json({ undoToken }, 200)
    })
    .openapi(routes.undoDelete, (context) => {
      const ids = images.undoDelete(context.req.valid('json').undoToken)
      for (const id of ids) {
        const image = images.get(id)
        if (image !== null) events.emit({ type: 'imageAdded', image })
      }
      announceBoards()
      return context.json({ ids }, 200)
    })
    .openapi(routes.exportImages, async (context) => {
      if (!desktop) throw new ProblemError(403, 'desktop-only', sentence('request.desktop-only'))
      const { ids, folder, withoutMetadata } = context.req.valid('json')
      const paths = ids.flatMap((id) => images.path(id) ?? [])
      return context.json({ files: await exportPictures(paths, { folder, withoutMetadata }) }, 200)
    })
}

/** Pictures: the gallery, their files, and what is done with them. */
export function createLibraryRoutes(dependencies: LibraryDependencies) {
  return createRouter().route('/', createReadingRoutes(dependencies)).route('/', createChangingRoutes(dependencies))
}
