import type { Migration } from '../migrate.ts'

/** Indexes that no statement has used since filters and sortings are answered in memory (../picture-table). */
export const fewerIndexes: Migration = {
  version: 2,
  sql: `
    DROP INDEX images_by_rating;
    DROP INDEX images_by_model;
    DROP INDEX images_by_size;
    DROP INDEX images_by_steps;
    DROP INDEX starred_images;
    DROP INDEX images_by_quarter;
  `,
}
