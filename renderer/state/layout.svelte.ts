import { MediaQuery } from 'svelte/reactivity'
import {
  clampWidth,
  PANEL_WIDTHS,
  parseLayout,
  withBothToggled,
  withGalleryToggled,
  withPromptToggled,
  withTab,
  type LayoutSize,
  type LayoutState,
  type Tab,
  type View,
} from './layout-state.ts'
import type { UiState } from './ui-state.svelte.ts'

const SECTION = 'layout'

/** Sizes and folds of the panels, and how much room the window gives. */
export class Layout {
  readonly #uiState: UiState
  #state: LayoutState
  /** One column with tabs. */
  readonly #narrow = new MediaQuery('max-width: 719.98px')
  /** The gallery is a drawer over the picture. */
  readonly #medium = new MediaQuery('max-width: 1199.98px')
  /** Not stored: a drawer that was open at the last start would only be in the way. */
  #drawerOpen = $state(false)

  constructor(uiState: UiState) {
    this.#uiState = uiState
    this.#state = $state.raw(parseLayout(uiState.read(SECTION)))
  }

  get size(): LayoutSize {
    if (this.#narrow.current) return 'narrow'
    return this.#medium.current ? 'medium' : 'wide'
  }

  get view(): View {
    return this.#state.view
  }

  get tab(): Tab {
    return this.#state.tab
  }

  get promptWidth(): number {
    return this.#state.promptWidth
  }

  get galleryWidth(): number {
    return this.#state.galleryWidth
  }

  get promptFolded(): boolean {
    return this.#state.promptFolded
  }

  /** Whether the gallery beside the picture is out of sight, as a panel or as a drawer. */
  get galleryFolded(): boolean {
    return this.size === 'medium' ? !this.#drawerOpen : this.#state.galleryFolded
  }

  /** The gallery full view and back; on a phone the gallery's tab. */
  show(view: View): void {
    if (this.size === 'narrow') this.showTab(view === 'gallery' ? 'gallery' : 'picture')
    else this.#change({ view })
  }

  /** From the studio to the gallery's full view and back. */
  toggleView(): void {
    const showsGallery = this.size === 'narrow' ? this.tab === 'gallery' : this.view === 'gallery'
    this.show(showsGallery ? 'studio' : 'gallery')
  }

  showTab(tab: Tab): void {
    this.#change(withTab(this.#state, tab))
  }

  /** Brings the picture into sight, for when one was chosen. */
  showPicture(): void {
    this.#change({ view: 'studio', tab: 'picture' })
  }

  resizePrompt(width: number): void {
    this.#change({ promptWidth: clampWidth(width, PANEL_WIDTHS.prompt) })
  }

  resizeGallery(width: number): void {
    this.#change({ galleryWidth: clampWidth(width, PANEL_WIDTHS.gallery) })
  }

  togglePrompt(): void {
    this.#change(withPromptToggled(this.#state, this.size))
  }

  toggleGallery(): void {
    if (this.size !== 'medium') this.#change(withGalleryToggled(this.#state, this.size))
    else if (this.view === 'gallery') {
      this.#drawerOpen = true
      this.#change({ view: 'studio' })
    } else this.#drawerOpen = !this.#drawerOpen
  }

  closeDrawer(): void {
    this.#drawerOpen = false
  }

  /** Only the picture, or everything again. */
  toggleBoth(): void {
    const next = withBothToggled(this.#state, this.size, this.galleryFolded)
    this.#drawerOpen = false
    this.#change(next)
  }

  /** Shows the prompt's panel, for actions that lead there. */
  openPrompt(): void {
    this.#change({ promptFolded: false, view: 'studio', tab: 'prompt' })
  }

  #change(change: Partial<LayoutState>): void {
    this.#state = { ...this.#state, ...change }
    this.#uiState.write(SECTION, this.#state)
  }
}
