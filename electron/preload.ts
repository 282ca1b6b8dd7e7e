import { contextBridge, ipcRenderer } from 'electron'
import { config } from 'zod/mini'
import { createBridge } from './bridge/create-bridge.ts'

// The page's content security policy forbids making code, which zod would do to be faster.
config({ jitless: true })

contextBridge.exposeInMainWorld('onestroke', createBridge(process.platform, ipcRenderer))
