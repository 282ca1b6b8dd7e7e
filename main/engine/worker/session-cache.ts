import type { OnnxModel } from '../../../models/onnx/model.ts'
import { memoryNeeds } from '../../../models/graphs/memory-needs.ts'
import type { NetworkName } from '../../../models/sentences/checkpoints.ts'
import type { DeviceSpec, SessionReport } from '../protocol.ts'
import { sessionsToRelease } from '../session-budget.ts'
import type { CreatedSession } from './create-session.ts'

export interface SessionPlan {
  /** Equal keys mean equal sessions. */
  readonly key: string
  /** What the session is, in words for progress and errors. */
  readonly component: NetworkName
  readonly device: DeviceSpec
  readonly build: () => OnnxModel
}

export interface SessionCache {
  /**
   * The session of a plan, made now if it is not there; least recently used ones make room for it.
   * @param onMake called before one is made
   */
  get(plan: SessionPlan, onMake?: () => void): Promise<CreatedSession>
  reports(): SessionReport[]
  releaseAll(): Promise<void>
}

/**
 * Keeps sessions while their weights and what they work with, which stays with a session, fit into `budgetBytes`; a
 * single larger one is kept alone.
 * @param create makes a session
 */
export function createSessionCache(
  budgetBytes: number,
  create: (component: NetworkName, model: OnnxModel, device: DeviceSpec) => Promise<CreatedSession>,
): SessionCache {
  // A map's order of insertion is the order of use: whatever is used is taken out and put back at the end.
  const entries = new Map<string, { created: CreatedSession; bytes: number }>()

  const makeRoom = async (bytes: number) => {
    const held = [...entries]
    const count = sessionsToRelease(
      held.map(([, entry]) => entry.bytes),
      bytes,
      budgetBytes,
    )
    for (const [key, entry] of held.slice(0, count)) {
      entries.delete(key)
      await entry.created.session.release()
    }
  }

  return {
    async get(plan, onMake) {
      const entry = entries.get(plan.key)
      if (entry !== undefined) {
        entries.delete(plan.key)
        entries.set(plan.key, entry)
        return entry.created
      }
      onMake?.()
      const model = plan.build()
      const { weightBytes, workingBytes } = memoryNeeds(model)
      const bytes = weightBytes + workingBytes
      await makeRoom(bytes)
      const created = await create(plan.component, model, plan.device)
      entries.set(plan.key, { created, bytes })
      return created
    },
    reports: () => [...entries.values()].map(({ created }) => created.report),
    async releaseAll() {
      const held = [...entries.values()]
      entries.clear()
      for (const { created } of held) await created.session.release()
    },
  }
}
