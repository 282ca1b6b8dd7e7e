import { FAMILY_NAMES } from '../../models/checkpoints/checkpoint.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { InstalledModel } from '../library/library.ts'
import type { Model } from '../server/contract/models.ts'
import { describeAdded, detailsOf } from './describe-model.ts'
import type { ModelPresence } from './model-presence.ts'
import type { Recognise } from './recognise-model.ts'

/** Added models as the page sees them. */
export interface ModelDescriptions {
  /** All of them, with what they lack and where it comes from. */
  readonly describeAll: (models: readonly InstalledModel[]) => Model[]
  /** Whole checkpoints of the family of one that lacks networks, the one that is used first; none where it lacks nothing. */
  readonly basesOf: (model: InstalledModel, models: () => readonly InstalledModel[]) => Model[]
}

interface Described {
  readonly model: Model
  /** Whether another model must give what it lacks. */
  readonly partial: boolean
}

/** Of models that would do, the family's published one: its text encoders are those that most UNets were trained with. */
function inOrder(whole: readonly Model[], family: Model['family']): Model[] {
  const ofFamily = whole.filter((model) => model.family === family)
  const isPublished = ({ publishedId }: Model) => publishedId === family
  return [...ofFamily.filter(isPublished), ...ofFamily.filter((model) => !isPublished(model))]
}

function withBase(model: Model, base: Model | undefined): Model {
  if (base !== undefined) return { ...model, baseId: base.id, problem: null }
  const values = { name: model.name, family: model.family === null ? '' : FAMILY_NAMES[model.family] }
  return { ...model, problem: sentence('model-file.needs-base', values) }
}

/** Describes each row once, as long as it does not change. */
export function createDescriptions(
  { isPresent }: Pick<ModelPresence, 'isPresent'>,
  recognise: Recognise,
): ModelDescriptions {
  const described = new WeakMap<InstalledModel, Described>()

  function read(row: InstalledModel): Described {
    const { kind } = row
    return { model: describeAdded(row, recognise), partial: kind === 'checkpoint' && detailsOf(row).partial }
  }

  function describe(row: InstalledModel): Described {
    const known = described.get(row) ?? read(row)
    const present = isPresent(row)
    const current = known.model.present === present ? known : { ...known, model: { ...known.model, present } }
    described.set(row, current)
    return current
  }

  function wholeOf(all: readonly Described[]): Model[] {
    return all.flatMap(({ model, partial }) => {
      const isWhole = model.kind === 'checkpoint' && !partial && model.present && model.problem === null
      return isWhole ? [model] : []
    })
  }

  return {
    describeAll(models) {
      const all = models.map(describe)
      const whole = wholeOf(all)
      return all.map(({ model, partial }) => (partial ? withBase(model, inOrder(whole, model.family)[0]) : model))
    },
    basesOf(row, models) {
      const { model, partial } = describe(row)
      return partial ? inOrder(wholeOf(models().map(describe)), model.family) : []
    },
  }
}
