import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWindowState, placeWindow } from '../../../../electron/windows/window-state.ts'
import { readWindowState, writeWindowState } from '../../../../electron/windows/window-state-file.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'

const PRIMARY = { x: 0, y: 25, width: 1920, height: 1055 }
const LEFT = { x: -1280, y: 0, width: 1280, height: 1024 }

describe('placeWindow', () => {
  it.each([
    ['the first time: in the middle', null, { x: 240, y: 103, width: 1440, height: 900 }],
    ['where it was', { x: 100, y: 100, width: 800, height: 600 }, { x: 100, y: 100, width: 800, height: 600 }],
    ['on the other screen', { x: -1200, y: 10, width: 800, height: 600 }, { x: -1200, y: 10, width: 800, height: 600 }],
    ['half off the edge', { x: 1700, y: 100, width: 800, height: 600 }, { x: 1700, y: 100, width: 800, height: 600 }],
    ['its screen is gone', { x: 5000, y: 100, width: 800, height: 600 }, { x: 560, y: 253, width: 800, height: 600 }],
    [
      'its title bar is above',
      { x: 100, y: -500, width: 800, height: 600 },
      { x: 560, y: 253, width: 800, height: 600 },
    ],
    ['its screen has shrunk', { x: 0, y: 25, width: 4000, height: 3000 }, { x: 0, y: 25, width: 1920, height: 1055 }],
    ['too small to use', { x: 10, y: 50, width: 1, height: 1 }, { x: 10, y: 50, width: 420, height: 480 }],
  ])('%s', (_name, saved, expected) => {
    expect(placeWindow(saved, [PRIMARY, LEFT])).toEqual(expected)
  })

  it('always leaves a piece of the title bar on a screen', () => {
    const number = fc.integer({ min: -100_000, max: 100_000 })
    const side = fc.integer({ min: 1, max: 100_000 })
    fc.assert(
      fc.property(fc.record({ x: number, y: number, width: side, height: side }), (saved) => {
        const { x, y, width } = placeWindow(saved, [PRIMARY, LEFT])
        const reachable = [PRIMARY, LEFT].some(
          (area) =>
            y >= area.y &&
            y + 32 <= area.y + area.height &&
            x + width >= area.x + 120 &&
            x + 120 <= area.x + area.width,
        )
        expect(reachable).toBe(true)
      }),
    )
  })
})

describe('the state file', () => {
  const folder = temporaryFolder()
  const state = { bounds: { x: 1, y: 2, width: 800, height: 600 }, maximized: true, fullScreen: false }

  it('is read as it was written, in a folder that is made where needed', () => {
    const path = join(folder, 'profile', 'window.json')
    writeWindowState(path, state)
    expect(readWindowState(path)).toEqual(state)
  })

  it('that is missing or damaged counts as none', () => {
    expect(readWindowState(join(folder, 'none.json'))).toBeNull()
    writeFileSync(join(folder, 'damaged.json'), '{"bounds":')
    expect(readWindowState(join(folder, 'damaged.json'))).toBeNull()
  })

  it('that cannot be written is no error', () => {
    expect(() => writeWindowState(join(folder, 'damaged.json', 'window.json'), state)).not.toThrow()
  })

  it.each([
    'null',
    '{}',
    JSON.stringify({ ...state, bounds: { x: 1, y: 2, width: 0, height: 600 } }),
    JSON.stringify({ ...state, bounds: { x: 1e300, y: 2, width: 1, height: 600 } }),
    JSON.stringify({ ...state, bounds: { x: 0.5, y: 2, width: 1, height: 600 } }),
    JSON.stringify({ ...state, maximized: 'yes' }),
  ])('may not say %s', (text) => {
    expect(parseWindowState(text)).toBeNull()
  })
})
