import type { Image, ImageDetail } from '../api/contract.ts'
import type { Desk } from './gallery-desk.svelte.ts'
import type { Action } from './shortcuts.svelte.ts'
import type { Studio } from './studio.svelte.ts'
import type { RecallPart } from './viewer-recall.ts'

/** A field is being typed in: copying and undoing are then about its text. */
function isTyping(): boolean {
  const field = document.activeElement
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
}

/** Copying is about text that is marked. */
function copiesText(): boolean {
  return isTyping() || window.getSelection()?.isCollapsed === false
}

function recallActions({ t }: Studio, desk: Desk, withDetail: WithDetail): Action[] {
  const parts: readonly [RecallPart, string, () => string][] = [
    ['all', 'a', () => t.viewer.use],
    ['remix', 'r', () => t.viewer.remix],
    ['prompt', 'p', () => t.viewer.usePrompt],
    ['seed', 's', () => t.viewer.useSeed],
    ['size', 'd', () => t.viewer.useSize],
  ]
  return parts.map(([part, key, label]) =>
    withDetail({ id: `picture.use.${part}`, key, label }, (detail) => {
      desk.onPicture.use(detail, part)
    }),
  )
}

interface Keyed {
  readonly id: string
  readonly key: string
  readonly label: () => string
  readonly when?: () => boolean
}
type WithDetail = (keyed: Keyed, run: (detail: ImageDetail) => void) => Action

/** Keys that make the picture again, or others like it. */
function againActions(studio: Studio, { viewer, onPicture }: Desk, withDetail: WithDetail): Action[] {
  return [
    withDetail({ id: 'picture.regenerate', key: 'Shift+r', label: () => studio.t.viewer.regenerate }, (detail) => {
      void onPicture.regenerate(detail)
    }),
    withDetail(
      {
        id: 'picture.finish',
        key: 'Shift+f',
        label: () => studio.t.viewer.finish,
        when: () => viewer.detail?.draft === true,
      },
      (detail) => {
        void onPicture.finish(detail)
      },
    ),
    withDetail({ id: 'picture.vary', key: 'v', label: () => studio.t.viewer.vary }, (detail) => {
      void onPicture.vary(detail)
    }),
  ]
}

/** Keys that act on the picture that is looked at, or on all that are selected. */
export function pictureActions(studio: Studio, desk: Desk): Action[] {
  const { gallery, viewer, onPicture, onPictures } = desk
  const withDetail: WithDetail = ({ id, key, label, when }, run) => ({
    id,
    group: 'picture',
    key,
    label,
    when: () => viewer.detail !== null && (when?.() ?? true),
    run: () => {
      if (viewer.detail !== null) run(viewer.detail)
    },
  })
  // The details may still be those of the picture before, when keys come quickly.
  const marksOf = (detail: ImageDetail): Image => {
    const image = gallery.source.at(gallery.activeIndex)
    return image?.id === gallery.activeId ? image : detail
  }
  const ratings = [1, 2, 3, 4, 5].map((stars) =>
    withDetail(
      { id: `picture.rate.${stars}`, key: String(stars), label: () => studio.t.viewer.rate(stars) },
      (detail) => {
        void onPictures.rate(gallery.targets, marksOf(detail).rating === stars ? 0 : stars)
      },
    ),
  )
  const copies = { when: () => !copiesText() }
  return [
    ...recallActions(studio, desk, withDetail),
    ...againActions(studio, desk, withDetail),
    withDetail({ id: 'picture.star', key: '.', label: () => studio.t.viewer.star }, (detail) => {
      void onPictures.star(gallery.targets, !marksOf(detail).starred)
    }),
    ...ratings,
    withDetail({ id: 'picture.remove', key: 'Delete', label: () => studio.t.viewer.remove }, () => {
      void onPictures.remove(gallery.targets)
    }),
    {
      id: 'picture.undoRemove',
      group: 'picture',
      key: 'Mod+z',
      label: () => studio.t.gallery.undoRemove,
      when: () => !isTyping(),
      run: () => void onPictures.undoRemove(),
    },
    withDetail({ id: 'picture.copy', key: 'Mod+c', label: () => studio.t.viewer.copyImage, ...copies }, (detail) => {
      void onPicture.copyImage(detail)
    }),
    withDetail(
      { id: 'picture.copyParameters', key: 'Mod+Shift+c', label: () => studio.t.viewer.copyParameters },
      (detail) => {
        void onPicture.copyText(detail.infotext, studio.t.viewer.copiedParameters)
      },
    ),
  ]
}
