import { imageFileUrl } from '../api/client.ts'
import { desktopBridge } from '../api/shell.ts'

/** Marks a drag as one of pictures of the gallery. */
export const PICTURES_TYPE = 'application/x-onestroke-images'

/** As many files as the desktop carries in one drag. */
const MOST_FILES = 1000

/**
 * What is being dragged. The desktop's native drag carries files only, and a browser hides the data until the drop, so
 * that the page has to remember it.
 */
let dragged: readonly string[] = []

/** The pictures being dragged from the gallery; none while something else is. */
export function draggedPictures(): readonly string[] {
  return dragged
}

export function endDrag(): void {
  dragged = []
}

/** A native drag ends without an event: the pointer moves again with no button pressed, or another window is used. */
function endWithNativeDrag(): void {
  const over = new AbortController()
  const end = () => {
    over.abort()
    endDrag()
  }
  const { signal } = over
  window.addEventListener('pointermove', ({ buttons }) => buttons === 0 && end(), { signal })
  window.addEventListener('blur', end, { signal })
}

/**
 * Starts dragging pictures: onto a board, or out of the window as files (in a browser, the first one's).
 *
 * @param origin the page's own, for the address of the file
 */
export function startDrag(event: DragEvent, ids: readonly string[], origin: string): void {
  const [first] = ids
  const { dataTransfer } = event
  if (first === undefined || dataTransfer === null) return
  dragged = ids
  const desktop = desktopBridge()
  if (desktop !== null && ids.length <= MOST_FILES) {
    event.preventDefault()
    desktop.startDrag(ids)
    endWithNativeDrag()
    return
  }
  const address = origin + imageFileUrl({ id: first })
  dataTransfer.effectAllowed = 'copy'
  dataTransfer.setData(PICTURES_TYPE, ids.join(' '))
  dataTransfer.setData('DownloadURL', `image/png:onestroke-${first}.png:${address}`)
  dataTransfer.setData('text/uri-list', address)
}
