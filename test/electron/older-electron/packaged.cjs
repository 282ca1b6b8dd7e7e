// The main script of a package made with the older Electron.
require('./newer-electron.cjs')
require('../../../dist/electron-node16/main.cjs')
