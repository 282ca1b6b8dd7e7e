import type { Library, LibraryChange } from '../library/library.ts'
import type { EventBus } from './event-bus.ts'

/** Tells clients what happens in the library by itself. A picture that the trash did not take is there again. */
export function announceLibraryChange(change: LibraryChange, events: EventBus, library: () => Library | null): void {
  switch (change.type) {
    case 'imagesAdded':
      for (const image of change.images) events.emit({ type: 'imageAdded', image })
      return
    case 'imagesChanged':
      events.emit({ type: 'imagesChanged', ids: [...change.ids] })
      return
    case 'deletionFailed':
      for (const id of change.ids) {
        const image = library()?.images.get(id) ?? null
        if (image !== null) events.emit({ type: 'imageAdded', image })
      }
      events.emit({ type: 'boardsChanged', boards: library()?.boards.list() ?? [] })
      events.emit({ ...change, ids: [...change.ids] })
  }
}
