export interface Size {
  width: number
  height: number
}

/** How a picture lies in the viewer: its scale and the place of its centre relative to the viewer's centre. */
export interface ZoomView {
  scale: number
  x: number
  y: number
}

/** Beyond this a small picture is not blown up just to fill the window. */
const LARGEST_FIT = 4
const SMALLEST_SCALE = 0.05
const LARGEST_SCALE = 32

const STOPS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32]

/** The view that shows the whole picture, centred. */
export function fitView(picture: Size, room: Size): ZoomView {
  const scale = Math.min(room.width / picture.width, room.height / picture.height, LARGEST_FIT)
  return { scale: Math.max(SMALLEST_SCALE, scale), x: 0, y: 0 }
}

/** Keeps an edge of a large picture from being dragged past the room's edge; centres what is smaller than the room. */
export function clampView(view: ZoomView, picture: Size, room: Size): ZoomView {
  const slackX = Math.max(0, (picture.width * view.scale - room.width) / 2)
  const slackY = Math.max(0, (picture.height * view.scale - room.height) / 2)
  return {
    scale: view.scale,
    x: Math.min(slackX, Math.max(-slackX, view.x)),
    y: Math.min(slackY, Math.max(-slackY, view.y)),
  }
}

/**
 * Scales so that what lies under a point stays there.
 *
 * @param point relative to the room's centre
 */
export function zoomAt(view: ZoomView, scale: number, point: { x: number; y: number }): ZoomView {
  const bounded = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, scale))
  const factor = bounded / view.scale
  return { scale: bounded, x: point.x - (point.x - view.x) * factor, y: point.y - (point.y - view.y) * factor }
}

/** Scale after turning a wheel: three notches of 100 double it, and a touchpad's small deltas add up to the same. */
export function wheelScale(scale: number, deltaY: number): number {
  return scale * 2 ** (-Math.max(-300, Math.min(300, deltaY)) / 300)
}

/** The next stop up or down, as + and - step. */
export function nextStop(scale: number, direction: 1 | -1): number {
  const slack = 1 + 1e-6
  return direction === 1
    ? (STOPS.find((stop) => stop > scale * slack) ?? LARGEST_SCALE)
    : (STOPS.findLast((stop) => stop < scale / slack) ?? SMALLEST_SCALE)
}
