import type { Migration } from '../migrate.ts'

/** Folders whose models are used where they lie, and what is known of each model's file. */
export const modelFolders: Migration = {
  version: 3,
  sql: `
    CREATE TABLE model_folders (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      path TEXT NOT NULL UNIQUE,
      -- The program whose folder it is; null: none that is known.
      program TEXT,
      added_at INTEGER NOT NULL
    ) STRICT;

    -- The folder that it was found in; null where it was added by itself.
    ALTER TABLE models ADD COLUMN folder_seq INTEGER REFERENCES model_folders ON DELETE CASCADE;
    -- Not there when it was looked for last.
    ALTER TABLE models ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;
    -- Taken off the list by the user, though its folder is watched.
    ALTER TABLE models ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
    -- Sizes and times of what the details were read from; another one: they are read again.
    ALTER TABLE models ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
    -- By which the file system knows a file that was renamed.
    ALTER TABLE models ADD COLUMN file_id TEXT NOT NULL DEFAULT '';
    -- The first hashes of the file as it is now: what it is verified by later.
    ALTER TABLE models ADD COLUMN sha256 TEXT;
    ALTER TABLE models ADD COLUMN content_sha256 TEXT;
    CREATE INDEX models_by_folder ON models (folder_seq);
  `,
}
