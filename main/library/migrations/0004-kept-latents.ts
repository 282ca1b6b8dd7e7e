import type { Migration } from '../migrate.ts'

/** Jobs that failed at the decoding, whose latent was kept for another try. */
export const keptLatents: Migration = {
  version: 4,
  sql: `
    ALTER TABLE jobs ADD COLUMN latent_kept INTEGER NOT NULL DEFAULT 0;
  `,
}
