import { describe, expect, it } from 'vitest'
import { readSwarmuiPaths } from '../../../../main/catalog/folders/swarmui-paths.ts'

describe('SwarmUI’s settings', () => {
  it('are as the program has them where none are written', () => {
    expect(readSwarmuiPaths('/swarm', '')).toEqual([
      '/swarm/Models/Stable-Diffusion',
      '/swarm/Models/Lora',
      '/swarm/Models/VAE',
    ])
  })

  it('name several roots and several folders below each', () => {
    const text =
      'Paths:\r\n\tModelRoot: Models;/big\r\n\tSDModelFolder: a;/abs\r\n\tSDLoraFolder: l\r\n\tSDVAEFolder: v\r\nUI:\r\n\tModelRoot: x'
    expect(readSwarmuiPaths('/swarm', text)).toEqual([
      '/swarm/Models/a',
      '/big/a',
      '/abs',
      '/swarm/Models/l',
      '/big/l',
      '/swarm/Models/v',
      '/big/v',
    ])
  })

  it('never lead to a server', () => {
    expect(readSwarmuiPaths('/swarm', 'Paths:\n\tModelRoot: \\\\evil\\share;//evil/share')).toEqual([])
  })
})
