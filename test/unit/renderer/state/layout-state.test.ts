import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DEFAULT_LAYOUT,
  PANEL_WIDTHS,
  parseLayout,
  withBothToggled,
  withGalleryToggled,
  withPromptToggled,
} from '../../../../renderer/state/layout-state.ts'

describe('parseLayout', () => {
  it('gives back what was stored', () => {
    const stored = { ...DEFAULT_LAYOUT, promptWidth: 400, galleryFolded: true, view: 'gallery' as const }
    expect(parseLayout(JSON.parse(JSON.stringify(stored)))).toEqual(stored)
  })

  it('takes anything, and keeps widths within their limits', () => {
    const stored = fc.oneof(fc.anything(), fc.record({ promptWidth: fc.double(), galleryWidth: fc.double() }))
    fc.assert(
      fc.property(stored, (anything) => {
        const { promptWidth, galleryWidth } = parseLayout(anything)
        expect(promptWidth).toBeGreaterThanOrEqual(PANEL_WIDTHS.prompt.min)
        expect(promptWidth).toBeLessThanOrEqual(PANEL_WIDTHS.prompt.max)
        expect(galleryWidth).toBeGreaterThanOrEqual(PANEL_WIDTHS.gallery.min)
        expect(galleryWidth).toBeLessThanOrEqual(PANEL_WIDTHS.gallery.max)
      }),
    )
  })
})

describe('folding a panel', () => {
  const full = { ...DEFAULT_LAYOUT, view: 'gallery', promptFolded: true, galleryFolded: true } as const

  it('folds and shows it', () => {
    const folded = withPromptToggled(DEFAULT_LAYOUT, 'wide')
    expect(folded.promptFolded).toBe(true)
    expect(withPromptToggled(folded, 'medium').promptFolded).toBe(false)
    expect(withGalleryToggled(DEFAULT_LAYOUT, 'wide').galleryFolded).toBe(true)
  })

  it('brings it into sight from the gallery’s full view', () => {
    expect(withPromptToggled(full, 'wide')).toMatchObject({ view: 'studio', promptFolded: false, galleryFolded: true })
    expect(withGalleryToggled(full, 'wide')).toMatchObject({ view: 'studio', promptFolded: true, galleryFolded: false })
  })

  it('changes the tab where there is one column', () => {
    expect(withPromptToggled(DEFAULT_LAYOUT, 'narrow')).toMatchObject({ tab: 'picture', promptFolded: false })
    expect(withGalleryToggled(DEFAULT_LAYOUT, 'narrow')).toMatchObject({ tab: 'gallery', galleryFolded: false })
    expect(withGalleryToggled({ ...DEFAULT_LAYOUT, tab: 'gallery' }, 'narrow').tab).toBe('picture')
  })

  it('leaves only the picture, and brings both back', () => {
    const alone = withBothToggled(DEFAULT_LAYOUT, 'wide', false)
    expect(alone).toMatchObject({ promptFolded: true, galleryFolded: true })
    expect(withBothToggled(alone, 'wide', true)).toMatchObject({ promptFolded: false, galleryFolded: false })
    expect(withBothToggled(full, 'wide', true)).toMatchObject({ view: 'studio', promptFolded: true })
    expect(withBothToggled(DEFAULT_LAYOUT, 'narrow', false).tab).toBe('picture')
  })
})
