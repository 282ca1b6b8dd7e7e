import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * What `npm start -- …` was asked for.
 * @typedef {{ demo: boolean, web: boolean, files: string[], switches: string[] }} StartOptions
 */

/**
 * Sorts arguments into our own options, files to open (as absolute paths), and switches that Electron gets.
 * @param {readonly string[]} args
 * @param {string} workingFolder that of the user: npm itself runs scripts in the checkout's.
 * @returns {StartOptions}
 * @throws {Error} where a file is missing; its message is for the user.
 */
export function parseStartOptions(args, workingFolder) {
  const files = args.filter((argument) => !argument.startsWith('-')).map((path) => resolve(workingFolder, path))
  const missing = files.find((path) => !existsSync(path))
  if (missing !== undefined) throw new Error(`There is no file ${missing}.`)
  return {
    demo: args.includes('--demo'),
    web: args.includes('--web'),
    files,
    switches: args.filter((argument) => argument.startsWith('-') && argument !== '--demo' && argument !== '--web'),
  }
}
