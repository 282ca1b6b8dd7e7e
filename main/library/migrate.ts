import type Database from 'better-sqlite3'
import { z } from 'zod'

/** One step from a version of the database to the next. */
export interface Migration {
  /** The version it leads to; its file's name begins with it. */
  readonly version: number
  readonly sql: string
}

/** The version of a database file: 0 for an empty one. */
export function readVersion(connection: Database.Database): number {
  return z.int().parse(connection.pragma('user_version', { simple: true }))
}

/** The version that a program with these migrations writes. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0
}

/** Runs what is missing, each migration and its version number in one transaction. */
export function migrate(connection: Database.Database, migrations: readonly Migration[]): void {
  const from = readVersion(connection)
  for (const { version, sql } of migrations.filter((migration) => migration.version > from)) {
    const step = connection.transaction(() => {
      connection.exec(sql)
      connection.pragma(`user_version = ${version}`)
    })
    step.exclusive()
  }
}
