import { untrack } from 'svelte'
import type { StudioEvent } from '../api/contract.ts'
import { Boards } from './boards.svelte.ts'
import { GalleryActions } from './gallery-actions.ts'
import { GallerySource } from './gallery-source.svelte.ts'
import { Gallery, readStored } from './gallery.svelte.ts'
import type { Studio } from './studio.svelte.ts'
import { ViewerActions } from './viewer-actions.ts'
import { Viewer } from './viewer.svelte.ts'

/** The gallery and the viewer of a page: what both the panel, the viewer and the full gallery view work on. */
export interface Desk {
  readonly gallery: Gallery
  readonly boards: Boards
  readonly viewer: Viewer
  readonly onPictures: GalleryActions
  readonly onPicture: ViewerActions
}

/** Makes the desk of a page. To be called while its frame is set up: it listens for as long as that is there. */
export function createDesk(studio: Studio): Desk {
  const { client, uiState, toasts, draft, models, queue } = studio
  const onError = (error: unknown) => {
    toasts.showError(error)
  }
  const stored = readStored(uiState.read('gallery'))
  const source = new GallerySource(client.images, stored.filter)
  const gallery = new Gallery({ source, images: client.images, uiState, stored, onError })
  const boards = new Boards({ client: client.boards, initial: studio.boardsAtStart, onError })
  const viewer = new Viewer({ images: client.images, uiState, onError })
  const onPictures = new GalleryActions({
    images: client.images,
    gallery,
    viewer,
    boards,
    toasts,
    texts: () => studio.t.gallery,
  })
  const onPicture = new ViewerActions({
    images: client.images,
    draft,
    models,
    queue,
    toasts,
    texts: () => studio.t.viewer,
  })
  const desk = { gallery, boards, viewer, onPictures, onPicture }
  $effect(() =>
    studio.events.subscribe((event) => {
      receive(desk, event)
    }),
  )
  $effect(() => {
    if (studio.reconnections > 0) untrack(() => void catchUp(desk))
  })
  $effect(() => {
    if (queue.submissions > 0) viewer.following = true
  })
  void gallery.start()
  return desk
}

function receive({ gallery, boards, viewer }: Desk, event: StudioEvent): void {
  gallery.receive(event)
  boards.receive(event)
  viewer.receive(event)
  const free = viewer.following && viewer.comparison === null && gallery.selectedIds.size <= 1
  // Pictures come also out of the trash: those are not the newest.
  const isNew = event.type === 'imageAdded' && event.image.createdAt >= (viewer.detail?.createdAt ?? 0)
  if (isNew && free) gallery.show(event.image.id)
}

async function catchUp({ gallery, viewer }: Desk): Promise<void> {
  const before = gallery.activeId
  await gallery.catchUp()
  // Another one is read by whoever shows it.
  if (gallery.activeId === before) await viewer.read(before)
}
