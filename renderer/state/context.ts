import { createContext } from 'svelte'
import type { Studio } from './studio.svelte.ts'

/** The state of the whole page; App.svelte provides it before anything is drawn. */
export const [useStudio, provideStudio] = createContext<Studio>()
