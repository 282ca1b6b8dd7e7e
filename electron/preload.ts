import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { config } from 'zod/mini'
import { createBridge } from './bridge/create-bridge.ts'

// The page's content security policy forbids making code, which zod would do to be faster.
config({ jitless: true })

contextBridge.exposeInMainWorld(
  'onestroke',
  createBridge({ platform: process.platform, channel: ipcRenderer, pathOf: (file) => webUtils.getPathForFile(file) }),
)
