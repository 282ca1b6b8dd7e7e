import { clampView, fitView, nextStop, wheelScale, zoomAt, type Size, type ZoomView } from './viewer-zoom.ts'

/** Zoom and pan, shared by pictures that are looked at side by side. Fits the window until the user zooms. */
export class Zoom {
  #free = $state.raw<ZoomView | null>(null)
  /** Of the stage that was measured last, for keys and buttons. */
  #stage = $state.raw<{ size: Size; room: Size } | null>(null)

  /** Screen pixels per picture pixel. */
  readonly scale = $derived.by(() => (this.#stage === null ? 1 : this.viewIn(this.#stage.size, this.#stage.room).scale))

  get fits(): boolean {
    return this.#free === null
  }

  /** A stage was drawn with these measures. */
  measure(size: Size, room: Size): void {
    this.#stage = { size, room }
  }

  viewIn(size: Size, room: Size): ZoomView {
    return this.#free === null ? fitView(size, room) : clampView(this.#free, size, room)
  }

  fit(): void {
    this.#free = null
  }

  /** To the next stop, about the middle. */
  step(direction: 1 | -1): void {
    this.#change((view) => zoomAt(view, nextStop(view.scale, direction), { x: 0, y: 0 }))
  }

  /** @param point under the pointer, relative to the room's centre */
  wheel(deltaY: number, point: { x: number; y: number }): void {
    this.#change((view) => zoomAt(view, wheelScale(view.scale, deltaY), point))
  }

  pan(x: number, y: number): void {
    if (this.#free !== null) this.#change((view) => ({ ...view, x: view.x + x, y: view.y + y }))
  }

  #change(change: (view: ZoomView) => ZoomView): void {
    if (this.#stage === null) return
    const { size, room } = this.#stage
    this.#free = clampView(change(this.viewIn(size, room)), size, room)
  }
}
