import { imageFileUrl } from '../api/client.ts'
import { shell } from '../api/shell.ts'

/** Marks a drag as one of pictures of the gallery. */
export const PICTURES_TYPE = 'application/x-onestroke-images'

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

/**
 * Starts dragging pictures: onto a board, or the first one's file out of the window.
 *
 * @param origin the page's own, for the address of the file
 */
export function startDrag(event: DragEvent, ids: readonly string[], origin: string): void {
  const [first] = ids
  const { dataTransfer } = event
  if (first === undefined || dataTransfer === null) return
  dragged = ids
  const { startDrag: startNativeDrag } = shell()
  if (startNativeDrag !== undefined) {
    event.preventDefault()
    startNativeDrag(first)
    return
  }
  const address = origin + imageFileUrl({ id: first })
  dataTransfer.effectAllowed = 'copy'
  dataTransfer.setData(PICTURES_TYPE, ids.join(' '))
  dataTransfer.setData('DownloadURL', `image/png:onestroke-${first}.png:${address}`)
  dataTransfer.setData('text/uri-list', address)
}
