import type { Image } from '../api/contract.ts'

/** What a user sets about a picture. */
export type Marks = Partial<Pick<Image, 'starred' | 'rating'>>

/** A picture with a change taken back that was refused; what was set anew since stays. */
export function withoutMarks<Picture extends Required<Marks>>(
  now: Picture,
  change: Marks,
  before: Required<Marks>,
): Picture {
  return {
    ...now,
    starred: now.starred === change.starred ? before.starred : now.starred,
    rating: now.rating === change.rating ? before.rating : now.rating,
  }
}
