import { z } from 'zod/mini'

const side = z.int().check(z.minimum(1), z.maximum(100_000))
const position = z.int().check(z.minimum(-100_000), z.maximum(100_000))

const windowStateSchema = z.object({
  /** Where the window is when it is neither maximised nor full screen. */
  bounds: z.object({ x: position, y: position, width: side, height: side }),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const MINIMUM_SIZE = { width: 420, height: 480 } as const
const FIRST_SIZE = { width: 1440, height: 900 } as const

/** How much of the title bar must be on a screen for the window to be grasped. */
const GRASPABLE = { width: 120, height: 32 } as const

/** What a state file says; null where it is damaged. */
export function parseWindowState(text: string): WindowState | null {
  try {
    return windowStateSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/**
 * Where the window opens: where it was, if its title bar is then within reach on a screen of today; else in the middle of
 * the first one. Never larger than the screen.
 * @param workAreas of the screens, the primary one first
 */
export function placeWindow(saved: Bounds | null, workAreas: readonly [Bounds, ...Bounds[]]): Bounds {
  if (saved === null) return centre(FIRST_SIZE, workAreas[0])
  for (const area of workAreas) {
    const bounds = { x: saved.x, y: saved.y, ...fit(saved, area) }
    if (isGraspable(bounds, area)) return bounds
  }
  return centre(saved, workAreas[0])
}

function isGraspable(bounds: Bounds, area: Bounds): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const isTitleBarInside = bounds.y >= area.y && bounds.y + GRASPABLE.height <= area.y + area.height
  return visibleWidth >= GRASPABLE.width && isTitleBarInside
}

function fit(size: Pick<Bounds, 'width' | 'height'>, area: Bounds): Pick<Bounds, 'width' | 'height'> {
  return {
    width: Math.max(MINIMUM_SIZE.width, Math.min(size.width, area.width)),
    height: Math.max(MINIMUM_SIZE.height, Math.min(size.height, area.height)),
  }
}

function centre(size: Pick<Bounds, 'width' | 'height'>, area: Bounds): Bounds {
  const { width, height } = fit(size, area)
  const x = area.x + Math.max(0, Math.round((area.width - width) / 2))
  const y = area.y + Math.max(0, Math.round((area.height - height) / 2))
  return { x, y, width, height }
}
