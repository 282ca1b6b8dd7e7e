import { flushSync } from 'svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Layout } from '../../../../renderer/state/layout.svelte.ts'
import { uiStateOf } from './contract-fixtures.ts'
import { FakeMedia, windowWidth } from './media-queries.ts'
import { watch } from './run-effects.svelte.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const uiState = (stored: Record<string, unknown> = {}) => uiStateOf({ layout: stored })

/** The layout of a window of this width. */
function layoutAt(width: number, stored: Record<string, unknown> = {}) {
  const media = new FakeMedia(windowWidth(width))
  const state = uiState(stored)
  return { layout: new Layout(state), media, state }
}

describe('Layout', () => {
  it('has three sizes', () => {
    expect([1440, 1200, 1199, 720, 719, 420].map((width) => layoutAt(width).layout.size)).toEqual([
      'wide',
      'wide',
      'medium',
      'medium',
      'narrow',
      'narrow',
    ])
  })

  it('follows the window while it is drawn', () => {
    const { layout, media } = layoutAt(1440)
    const { seen, end } = watch(() => layout.size)
    flushSync()
    media.change(windowWidth(800))
    flushSync()
    media.change(windowWidth(420))
    flushSync()
    end()
    media.change(windowWidth(1440))
    flushSync()
    expect(seen).toEqual(['wide', 'medium', 'narrow'])
  })

  it('keeps widths and folds for the next start, within their limits', () => {
    const { layout, state } = layoutAt(1440)
    layout.resizePrompt(10_000)
    layout.resizeGallery(400)
    layout.togglePrompt()
    layout.toggleGallery()
    const again = new Layout(uiStateOf({ layout: state.read('layout') }))
    expect([again.promptWidth, again.galleryWidth]).toEqual([520, 400])
    expect([again.promptFolded, again.galleryFolded]).toEqual([true, true])
  })

  it('has a drawer of its own where there is no room beside the picture', () => {
    const { layout } = layoutAt(1000)
    expect(layout.galleryFolded).toBe(true)
    layout.toggleGallery()
    expect(layout.galleryFolded).toBe(false)
    layout.closeDrawer()
    expect(layout.galleryFolded).toBe(true)
    layout.toggleGallery()
    layout.toggleBoth()
    expect(layout.galleryFolded).toBe(true)
    expect(layoutAt(1440).layout.galleryFolded).toBe(false)
  })

  it('shows the picture alone, and everything again', () => {
    const { layout } = layoutAt(1440)
    layout.toggleBoth()
    expect([layout.promptFolded, layout.galleryFolded]).toEqual([true, true])
    layout.toggleBoth()
    expect([layout.promptFolded, layout.galleryFolded]).toEqual([false, false])
    layout.togglePrompt()
    layout.toggleBoth()
    expect([layout.promptFolded, layout.galleryFolded]).toEqual([true, true])
  })

  it('shows the gallery over the whole window, on a phone as a tab', () => {
    const wide = layoutAt(1440).layout
    wide.show('gallery')
    expect(wide.view).toBe('gallery')
    wide.showPicture()
    expect([wide.view, wide.tab]).toEqual(['studio', 'picture'])
    const phone = layoutAt(420).layout
    phone.show('gallery')
    expect([phone.view, phone.tab]).toEqual(['studio', 'gallery'])
    phone.show('studio')
    expect(phone.tab).toBe('picture')
  })

  it('brings the prompt into sight from anywhere', () => {
    const { layout } = layoutAt(1440, { promptFolded: true, view: 'gallery', tab: 'picture' })
    layout.openPrompt()
    expect([layout.promptFolded, layout.view, layout.tab]).toEqual([false, 'studio', 'prompt'])
  })
})
