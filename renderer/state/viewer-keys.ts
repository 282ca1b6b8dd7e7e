import type { Desk } from './gallery-desk.svelte.ts'
import type { Action } from './shortcuts.svelte.ts'
import type { Studio } from './studio.svelte.ts'
import type { Zoom } from './viewer-zoom-state.svelte.ts'

function moves(studio: Studio, { gallery, viewer }: Desk): Action[] {
  const go = (places: number) => {
    viewer.following = false
    void gallery.goTo(gallery.activeIndex + places)
  }
  return [
    {
      id: 'viewer.previous',
      group: 'picture',
      key: 'ArrowLeft',
      label: () => studio.t.viewer.previous,
      repeats: true,
      run: () => {
        go(-1)
      },
    },
    {
      id: 'viewer.next',
      group: 'picture',
      key: 'ArrowRight',
      label: () => studio.t.viewer.next,
      repeats: true,
      run: () => {
        go(1)
      },
    },
  ]
}

/** The ids and keys of what acts on the view, with what they do. */
function views(studio: Studio, { viewer }: Desk, zoom: Zoom): Action[] {
  const view = (id: string, key: string, label: () => string, run: () => void): Action => ({
    id: `viewer.${id}`,
    group: 'view',
    key,
    label,
    repeats: id.startsWith('zoom'),
    run,
  })
  return [
    view('details', 'i', () => studio.t.viewer.details, viewer.toggleDetails.bind(viewer)),
    view('room', 'b', () => studio.t.viewer.room, viewer.nextRoom.bind(viewer)),
    view('full', 'f', () => studio.t.viewer.fullScreen, viewer.toggleFull.bind(viewer)),
    view('zoomIn', '+', () => studio.t.viewer.zoomIn, zoom.step.bind(zoom, 1)),
    view('zoomOut', '-', () => studio.t.viewer.zoomOut, zoom.step.bind(zoom, -1)),
    view('zoomFit', '0', () => studio.t.viewer.zoomFit, zoom.fit.bind(zoom)),
  ]
}

function comparing(studio: Studio, { viewer }: Desk): Action[] {
  const isComparing = () => viewer.comparison !== null
  return [
    {
      id: 'viewer.compareMode',
      group: 'view',
      key: 'm',
      label: () => studio.t.viewer.compare,
      when: isComparing,
      run: () => {
        viewer.nextCompareMode()
      },
    },
    {
      id: 'viewer.compareSwap',
      group: 'view',
      key: 'c',
      label: () => studio.t.viewer.swap,
      when: isComparing,
      run: () => {
        viewer.swapCompared()
      },
    },
    {
      id: 'viewer.close',
      group: 'view',
      key: 'Escape',
      label: () => studio.t.viewer.leave,
      when: () => viewer.full || isComparing(),
      run: () => {
        if (viewer.full) viewer.toggleFull()
        else viewer.endComparison()
      },
    },
  ]
}

/** Keys of the viewer itself. */
export function viewerActions(studio: Studio, desk: Desk, zoom: Zoom): Action[] {
  return [...moves(studio, desk), ...views(studio, desk, zoom), ...comparing(studio, desk)]
}
