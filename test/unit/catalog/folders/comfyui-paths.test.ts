import { describe, expect, it } from 'vitest'
import { readComfyuiPaths } from '../../../../main/catalog/folders/comfyui-paths.ts'

const surroundings = { folder: '/apps/ComfyUI', home: '/home/ann', environment: { MODELS: '/big' } }
const read = (text: string) => readComfyuiPaths(text, surroundings)

describe('extra_model_paths.yaml', () => {
  it('that would take for ever to read is left out at once', () => {
    const none = read('')
    const started = performance.now()
    for (const hostile of ['? '.repeat(400), `[${'? ['.repeat(200)}`, '- ? '.repeat(300)]) {
      expect(read(hostile)).toEqual(none)
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('names folders below its base, several to a line block, or whole paths', () => {
    const text = `
a111:
    base_path: /apps/webui/
    checkpoints: models/Stable-diffusion
    configs: models/Stable-diffusion
    loras: |
         models/Lora

         models/LyCORIS
    is_default: true
other:
    vae: /shared/vae
`
    expect(read(text)).toEqual({
      models: [
        '/apps/webui/models/Stable-diffusion',
        '/apps/webui/models/Lora',
        '/apps/webui/models/LyCORIS',
        '/shared/vae',
      ],
      bases: ['/apps/webui'],
    })
  })

  it('may leave the base out: then it is the file’s own folder', () => {
    expect(read('comfyui:\n  loras: ../loras')).toEqual({ models: ['/apps/loras'], bases: [] })
  })

  it('knows the home folder and variables', () => {
    const text = 'a:\n  base_path: ~/ai\n  loras: |\n    $MODELS/loras\n    ${MODELS}/b\n    %MODELS%/c\n    $UNKNOWN/d'
    expect(read(text).models).toEqual(['/big/loras', '/big/b', '/big/c', '/home/ann/ai/$UNKNOWN/d'])
  })

  it.each([
    ['another server', 'a:\n  base_path: \\\\evil\\share\n  loras: loras'],
    ['another server, as Unix writes it', 'a:\n  loras: //evil/share'],
    ['a device', 'a:\n  loras: \\\\?\\C:\\x'],
    ['a whole drive', 'a:\n  loras: /'],
    ['a whole drive, by climbing', 'a:\n  loras: ../../../../..'],
    ['the home folder', 'a:\n  base_path: "~"\n  loras: .'],
    ['a control character', 'a:\n  loras: "/x\\0y"'],
    ['no text', 'a:\n  loras: {b: c}\n  vae: [1]\n  checkpoints: 7'],
    ['no groups', '- a\n- b'],
    ['no YAML', 'a: [b'],
    ['an alias', 'a: &a\n  loras: /x\nb: *a'],
    ['nothing', ''],
    ['too much', `a:\n  loras: /x\n#${'x'.repeat(300_000)}`],
  ])('names nothing where it names %s', (_, text) => {
    expect(read(text).models).toEqual([])
  })

  it('is read in a moment, however it repeats itself', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `a${i}: &a${i} [${`*a${i - 1},`.repeat(i === 0 ? 0 : 9)}x]`)
    const started = performance.now()
    expect(read(lines.join('\n')).models).toEqual([])
    expect(read('a: '.repeat(20_000)).models).toEqual([])
    expect(read('['.repeat(60_000)).models).toEqual([])
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('has a limit of folders', () => {
    const text = `a:\n  loras: |\n${Array.from({ length: 5000 }, (_, i) => `    /x/${i}`).join('\n')}`
    expect(read(text).models).toHaveLength(200)
  })
})
