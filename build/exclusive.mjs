import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const POLL_MS = 100
/** A lock whose owner never wrote its name was cut off in between, after this long. */
const NAMELESS_MS = 10_000

/**
 * Runs `work` while no other process does, in this checkout. The lock is a folder; one whose process has died is taken over.
 * @template T
 * @param {string} lock the folder's path.
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(lock, work) {
  mkdirSync(dirname(lock), { recursive: true })
  let told = false
  while (!acquire(lock)) {
    if (isAbandoned(lock)) {
      removeAbandoned(lock)
      continue
    }
    if (!told) process.stderr.write('Waiting for another Onestroke command, which installs or builds\n')
    told = true
    await wait(POLL_MS)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** @param {string} lock */
function acquire(lock) {
  if (!makeFolder(lock)) return false
  // Renamed into place, so that no reader sees half a number.
  writeFileSync(`${lock}/owner.new`, String(process.pid))
  renameSync(`${lock}/owner.new`, `${lock}/owner`)
  return true
}

/** @param {string} lock */
function isAbandoned(lock) {
  try {
    return !isRunning(Number(readFileSync(`${lock}/owner`, 'utf8')))
  } catch {
    return isOlderThan(lock, NAMELESS_MS)
  }
}

/**
 * Of several processes that see the abandoned lock one removes it: else the second could remove the first one's new lock.
 * @param {string} lock
 */
function removeAbandoned(lock) {
  const removal = `${lock}.removal`
  if (!makeFolder(removal)) {
    if (isOlderThan(removal, NAMELESS_MS)) rmSync(removal, { recursive: true, force: true })
    return
  }
  try {
    if (isAbandoned(lock)) rmSync(lock, { recursive: true, force: true })
  } finally {
    rmdirSync(removal)
  }
}

/**
 * @param {string} path
 * @returns {boolean} whether this call made it.
 */
function makeFolder(path) {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * @param {string} path
 * @param {number} ageMs
 */
function isOlderThan(path, ageMs) {
  const status = statSync(path, { throwIfNoEntry: false })
  return status !== undefined && Date.now() - status.mtimeMs > ageMs
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
