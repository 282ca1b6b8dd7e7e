import type { Model } from '../api/contract.ts'

/** What of the models is shown; an empty text means all. */
export interface ModelFilter {
  readonly search: string
  readonly kind: '' | Model['kind']
  readonly family: '' | NonNullable<Model['family']>
}

/** Whether a model's name or trigger words hold every word of a search, in any case. */
export function matchesSearch({ name, triggerWords }: Pick<Model, 'name' | 'triggerWords'>, search: string): boolean {
  const text = [name, ...triggerWords].join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** A model whose family is not known fits every family. */
export function filterModels(models: readonly Model[], { search, kind, family }: ModelFilter): Model[] {
  return models.filter(
    (model) =>
      (kind === '' || model.kind === kind) &&
      (family === '' || model.family === null || model.family === family) &&
      matchesSearch(model, search),
  )
}
