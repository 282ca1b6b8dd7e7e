// The app inside the older Electron: takes the folder of the real one as its first argument, as newer ones do by themselves.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { app } = require('electron')

if (process.argv.includes('--version')) {
  process.stdout.write(`v${process.versions.electron}\n`)
  app.exit()
} else {
  require('./newer-electron.cjs')
  const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
  const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  app.setAppPath(folder)
  require(join(folder, main))
}
