import { sentence } from '../../../models/sentences/catalogue.ts'
import type { Sentence } from '../../../models/sentences/sentence.ts'
import type { EngineEvent } from '../protocol.ts'
import type { EngineContext } from './context.ts'

/**
 * The engine, telling when a network has to be loaded.
 * @param activity what the engine is at otherwise
 */
export function tellLoading(
  engine: EngineContext,
  activity: Sentence,
  report: (event: EngineEvent) => void,
): EngineContext {
  const get: EngineContext['sessions']['get'] = async (plan) => {
    let loads = false
    const created = await engine.sessions.get(plan, () => {
      loads = true
      report({ type: 'activity', activity: sentence('activity.loading', { network: plan.component }) })
      report({ type: 'loading', part: plan.component })
    })
    if (loads) {
      report({ type: 'loading', part: null })
      report({ type: 'activity', activity })
    }
    return created
  }
  return { ...engine, sessions: { ...engine.sessions, get } }
}
