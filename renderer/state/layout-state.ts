/** What the middle of the window shows. */
export type View = 'studio' | 'gallery'
/** The one column that a phone shows. */
export type Tab = 'prompt' | 'picture' | 'gallery'

export interface LayoutState {
  readonly promptWidth: number
  readonly galleryWidth: number
  readonly promptFolded: boolean
  readonly galleryFolded: boolean
  readonly view: View
  readonly tab: Tab
}

export const DEFAULT_LAYOUT: LayoutState = {
  promptWidth: 320,
  galleryWidth: 340,
  promptFolded: false,
  galleryFolded: false,
  view: 'studio',
  tab: 'prompt',
}

/** Least and greatest widths of the side panels in CSS pixels. */
export const PANEL_WIDTHS = { prompt: { min: 272, max: 520 }, gallery: { min: 220, max: 720 } } as const

/** A width within a panel's limits. */
export function clampWidth(width: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Math.round(Math.max(min, Math.min(max, width)))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The stored layout, with defaults for what is missing or makes no sense. */
export function parseLayout(stored: unknown): LayoutState {
  if (!isRecord(stored)) return DEFAULT_LAYOUT
  const width = (value: unknown, limits: { min: number; max: number }, otherwise: number) =>
    typeof value === 'number' && Number.isFinite(value) ? clampWidth(value, limits) : otherwise
  return {
    promptWidth: width(stored['promptWidth'], PANEL_WIDTHS.prompt, DEFAULT_LAYOUT.promptWidth),
    galleryWidth: width(stored['galleryWidth'], PANEL_WIDTHS.gallery, DEFAULT_LAYOUT.galleryWidth),
    promptFolded: stored['promptFolded'] === true,
    galleryFolded: stored['galleryFolded'] === true,
    view: stored['view'] === 'gallery' ? 'gallery' : 'studio',
    tab: stored['tab'] === 'picture' || stored['tab'] === 'gallery' ? stored['tab'] : 'prompt',
  }
}

/** How much room the window gives: one column with tabs, the gallery as a drawer, or everything side by side. */
export type LayoutSize = 'narrow' | 'medium' | 'wide'

/** The prompt's panel folded or shown again; where it is out of sight for another reason, it comes into sight. */
export function withPromptToggled(state: LayoutState, size: LayoutSize): LayoutState {
  if (size === 'narrow') return withTab(state, state.tab === 'prompt' ? 'picture' : 'prompt')
  if (state.view === 'gallery') return { ...state, view: 'studio', promptFolded: false }
  return { ...state, promptFolded: !state.promptFolded }
}

/** The same for the gallery beside the picture. */
export function withGalleryToggled(state: LayoutState, size: LayoutSize): LayoutState {
  if (size === 'narrow') return withTab(state, state.tab === 'gallery' ? 'picture' : 'gallery')
  if (state.view === 'gallery') return { ...state, view: 'studio', galleryFolded: false }
  return { ...state, galleryFolded: !state.galleryFolded }
}

/** Only the picture, or everything again. */
export function withBothToggled(state: LayoutState, size: LayoutSize, galleryFolded: boolean): LayoutState {
  if (size === 'narrow') return withTab(state, 'picture')
  const fold = state.view === 'gallery' || !state.promptFolded || !galleryFolded
  return { ...state, view: 'studio', promptFolded: fold, galleryFolded: fold }
}

export function withTab(state: LayoutState, tab: Tab): LayoutState {
  return { ...state, view: 'studio', tab }
}
