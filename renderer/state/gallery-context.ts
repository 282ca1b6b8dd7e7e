import { createContext } from 'svelte'
import { createDesk, type Desk } from './gallery-desk.svelte.ts'
import type { Studio } from './studio.svelte.ts'

const [useDesk, provideDesk] = createContext<Desk>()
export { useDesk }

/** Gives the gallery and the viewer of a page what they share. To be called while its frame is set up. */
export function provideGalleryFor(studio: Studio): void {
  provideDesk(createDesk(studio))
}
