import { sentence } from '../../../models/sentences/catalogue.ts'
import type { SettingsStore } from '../../settings/settings-store.ts'
import * as routes from '../definitions/settings.ts'
import type { EventBus } from '../event-bus.ts'
import { ProblemError } from '../problem-error.ts'
import { createRouter } from '../router.ts'

export interface SettingsDependencies {
  readonly settings: SettingsStore
  readonly events: EventBus
  /** Whether the desktop's window asks: it alone may name folders, from the system's dialog. */
  readonly desktop: boolean
}

const DEEPEST_UI_STATE = 64

/** JSON can be read deeper than it can be written again. */
function isDeeperThan(value: unknown, limit: number): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.depth >= limit) return true
    const depth = next.depth + 1
    for (const inner of Object.values(next.value)) open.push({ value: inner, depth })
  }
  return false
}

/** The user's settings, and what the page keeps for itself. */
export function createSettingsRoutes({ settings, events, desktop }: SettingsDependencies) {
  return createRouter()
    .openapi(routes.getSettings, (context) => context.json(settings.get(), 200))
    .openapi(routes.patchSettings, (context) => {
      const change = context.req.valid('json')
      if ((change.picturesFolder !== undefined || change.modelsFolder !== undefined) && !desktop) {
        throw new ProblemError(403, 'desktop-only', sentence('request.desktop-only'))
      }
      const changed = settings.change(change)
      events.emit({ type: 'settingsChanged', settings: changed })
      return context.json(changed, 200)
    })
    .openapi(routes.putUiState, (context) => {
      const state = context.req.valid('json')
      if (isDeeperThan(state, DEEPEST_UI_STATE)) {
        throw new ProblemError(400, 'invalid', sentence('request.nested-too-deeply'))
      }
      settings.keepUiState(state)
      return context.json({}, 200)
    })
}
