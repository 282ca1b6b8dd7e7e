import { describe, expect, it } from 'vitest'
import { candidateFolders, programPlaces } from '../../../../main/catalog/folders/program-places.ts'
import { put } from '../../../fixtures/model-files.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'
import { join } from 'node:path'

const folder = temporaryFolder()

describe('where programs are looked for', () => {
  it('is the home folder and what lies in it, and on Windows the drives', () => {
    const places = programPlaces({
      platform: 'win32',
      home: 'C:\\Users\\Ann',
      environment: { APPDATA: 'C:\\Users\\Ann\\AppData\\Roaming', INVOKEAI_ROOT: 'E:\\invoke' },
    })
    expect(places.folders).toEqual(
      expect.arrayContaining([
        'E:\\invoke',
        'C:\\Users\\Ann\\ComfyUI',
        'C:\\Users\\Ann\\Documents\\ComfyUI',
        'D:\\AI\\StabilityMatrix',
        'D:\\ComfyUI_windows_portable',
        'C:\\Users\\Ann\\AppData\\Roaming\\StabilityMatrix',
      ]),
    )
    expect(places.comfyuiSettings).toEqual(['C:\\Users\\Ann\\AppData\\Roaming\\ComfyUI\\extra_models_config.yaml'])
    expect(places.stabilityMatrixSettings).toEqual(['C:\\Users\\Ann\\AppData\\Roaming\\StabilityMatrix\\library.json'])
    expect(places.folders.length).toBeLessThan(400)
  })

  it('follows each system’s own way for settings', () => {
    const settingsOn = (platform: NodeJS.Platform, environment = {}) =>
      programPlaces({ platform, home: '/home/ann', environment }).comfyuiSettings
    expect(settingsOn('darwin')).toEqual(['/home/ann/Library/Application Support/ComfyUI/extra_models_config.yaml'])
    expect(settingsOn('linux')).toEqual(['/home/ann/.config/ComfyUI/extra_models_config.yaml'])
    expect(settingsOn('linux', { XDG_CONFIG_HOME: '/x' })).toEqual(['/x/ComfyUI/extra_models_config.yaml'])
  })

  it('is also where settings of ComfyUI’s and Stability Matrix’s say', async () => {
    const comfyui = put(
      join(folder, 'extra_models_config.yaml'),
      'comfyui_desktop:\n  base_path: /data/ComfyUI\n  loras: loras',
    )
    const matrix = put(join(folder, 'library.json'), JSON.stringify({ LibraryPath: '/data/Matrix' }))
    const broken = put(join(folder, 'broken.json'), '{"LibraryPath": 7')
    const remote = put(join(folder, 'remote.json'), JSON.stringify({ LibraryPath: '\\\\evil\\share' }))
    const places = {
      folders: ['/usual'],
      comfyuiSettings: [comfyui, join(folder, 'none.yaml')],
      stabilityMatrixSettings: [matrix, broken, remote, join(folder, 'none.json')],
    }
    expect(await candidateFolders(places, { home: '/home/ann', environment: {} })).toEqual([
      '/data/ComfyUI',
      '/data/Matrix',
      '/usual',
    ])
  })
})
