import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LAYOUT, PANEL_WIDTHS, parseLayout } from '../../../../renderer/state/layout-state.ts'

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
