import type { Migration } from '../migrate.ts'

/**
 * Pictures, boards, jobs, models and values.
 *
 * Deleted pictures stay in `images` with `deleted_at` until their files are in the trash; every index that the gallery
 * reads leaves them out, and so does the full-text index, whose content is the view of the others.
 */
export const firstTables: Migration = {
  version: 1,
  sql: `
    CREATE TABLE folders (
      seq INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE jobs (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      -- Order among waiting jobs.
      position INTEGER NOT NULL,
      request TEXT NOT NULL,
      seed INTEGER,
      pictures_made INTEGER NOT NULL DEFAULT 0,
      source_id TEXT,
      comparison TEXT,
      error TEXT,
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      finished_at INTEGER
    ) STRICT;
    CREATE INDEX jobs_by_state ON jobs (state, position);

    CREATE TABLE images (
      -- In the order of created_at (write-images.ts), so that all indexes are, the full-text index included.
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      folder_seq INTEGER NOT NULL REFERENCES folders,
      file_name TEXT NOT NULL,
      file_bytes INTEGER NOT NULL,
      present INTEGER NOT NULL DEFAULT 1,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      seed INTEGER NOT NULL,
      steps INTEGER NOT NULL,
      prompt TEXT NOT NULL,
      negative_prompt TEXT,
      model_name TEXT NOT NULL,
      pixel_sha256 TEXT NOT NULL,
      starred INTEGER NOT NULL DEFAULT 0,
      rating INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL,
      parent_seq INTEGER REFERENCES images ON DELETE SET NULL,
      job_seq INTEGER REFERENCES jobs ON DELETE SET NULL,
      deleted_at INTEGER,
      undo_token TEXT
    ) STRICT;
    CREATE INDEX images_by_rating ON images (rating) WHERE deleted_at IS NULL;
    CREATE INDEX images_by_model ON images (model_name) WHERE deleted_at IS NULL;
    CREATE INDEX images_by_size ON images (width, height) WHERE deleted_at IS NULL;
    CREATE INDEX images_by_steps ON images (steps) WHERE deleted_at IS NULL;
    CREATE INDEX starred_images ON images (starred) WHERE starred = 1 AND deleted_at IS NULL;
    -- All that a filter asks for, so that counting reads no row.
    CREATE INDEX images_filters ON images (model_name, width, height, steps, starred, rating) WHERE deleted_at IS NULL;
    -- Quarters of an hour: what days are counted from (summaries.ts).
    CREATE INDEX images_by_quarter ON images (seq / 900000000) WHERE deleted_at IS NULL;
    CREATE INDEX deleted_images ON images (undo_token) WHERE undo_token IS NOT NULL;
    -- A file has one row; rows whose file is gone keep its name.
    CREATE UNIQUE INDEX images_by_file ON images (folder_seq, file_name) WHERE present = 1;
    CREATE INDEX missing_images ON images (folder_seq) WHERE present = 0;
    CREATE INDEX missing_images_by_pixels ON images (pixel_sha256) WHERE present = 0;
    CREATE INDEX images_by_parent ON images (parent_seq) WHERE parent_seq IS NOT NULL;
    CREATE INDEX images_by_job ON images (job_seq) WHERE job_seq IS NOT NULL;

    CREATE TABLE recipes (
      image_seq INTEGER PRIMARY KEY REFERENCES images ON DELETE CASCADE,
      json TEXT NOT NULL
    ) STRICT;

    CREATE TABLE image_loras (
      name TEXT NOT NULL,
      image_seq INTEGER NOT NULL REFERENCES images ON DELETE CASCADE,
      PRIMARY KEY (name, image_seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX image_loras_by_image ON image_loras (image_seq);

    CREATE VIEW visible_images AS SELECT * FROM images WHERE deleted_at IS NULL;
    CREATE VIRTUAL TABLE image_text USING fts5(
      prompt, negative_prompt, model_name,
      content = 'visible_images', content_rowid = 'seq',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    );
    CREATE TRIGGER image_inserted AFTER INSERT ON images WHEN new.deleted_at IS NULL BEGIN
      INSERT INTO image_text (rowid, prompt, negative_prompt, model_name)
      VALUES (new.seq, new.prompt, new.negative_prompt, new.model_name);
    END;
    CREATE TRIGGER image_removed AFTER DELETE ON images WHEN old.deleted_at IS NULL BEGIN
      INSERT INTO image_text (image_text, rowid, prompt, negative_prompt, model_name)
      VALUES ('delete', old.seq, old.prompt, old.negative_prompt, old.model_name);
    END;
    CREATE TRIGGER image_text_changed AFTER UPDATE OF prompt, negative_prompt, model_name, deleted_at ON images BEGIN
      INSERT INTO image_text (image_text, rowid, prompt, negative_prompt, model_name)
      SELECT 'delete', old.seq, old.prompt, old.negative_prompt, old.model_name WHERE old.deleted_at IS NULL;
      INSERT INTO image_text (rowid, prompt, negative_prompt, model_name)
      SELECT new.seq, new.prompt, new.negative_prompt, new.model_name WHERE new.deleted_at IS NULL;
    END;

    CREATE TABLE boards (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE board_images (
      board_seq INTEGER NOT NULL REFERENCES boards ON DELETE CASCADE,
      image_seq INTEGER NOT NULL REFERENCES images ON DELETE CASCADE,
      PRIMARY KEY (board_seq, image_seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX board_images_by_image ON board_images (image_seq);

    CREATE TABLE models (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      path TEXT NOT NULL UNIQUE,
      details TEXT NOT NULL,
      added_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE stored_values (
      name TEXT PRIMARY KEY,
      json TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE prompt_history (
      seq INTEGER PRIMARY KEY,
      prompt TEXT NOT NULL UNIQUE
    ) STRICT;
  `,
}
