import { describe, expect, it } from 'vitest'
import { providerSchema } from '../../../../main/engine/protocol.ts'
import { sessionOptions } from '../../../../main/engine/worker/session-options.ts'

describe('sessionOptions', () => {
  it.each([
    ['cpu', { name: 'cpu' }],
    ['cuda', { name: 'cuda', deviceId: 0 }],
    ['dml', { name: 'dml', deviceId: 0 }],
    ['webgpu', { name: 'webgpu', preferredLayout: 'NCHW' }],
    // coreml_provider_factory.h: COREML_FLAG_ONLY_ALLOW_STATIC_INPUT_SHAPES 0x08, COREML_FLAG_CREATE_MLPROGRAM 0x10.
    ['coreml', { name: 'coreml', coreMlFlags: 0x18 }],
  ] as const)('names %s and what it needs', (provider, expected) => {
    expect(sessionOptions(provider, null, '/').executionProviders).toEqual([expected])
  })

  it('turns off for DirectML, and only for it, what it does not support', () => {
    const withoutPattern = providerSchema.options.filter(
      (provider) => sessionOptions(provider, null, '/').enableMemPattern === false,
    )
    expect(withoutPattern).toEqual(['dml'])
    expect(sessionOptions('dml', null, '/').executionMode).toBe('sequential')
  })

  it('passes on a number of threads, and leaves it to ONNX Runtime otherwise', () => {
    expect(sessionOptions('cpu', 3, '/').intraOpNumThreads).toBe(3)
    expect('intraOpNumThreads' in sessionOptions('cpu', null, '/')).toBe(false)
  })

  it('says where external data lies', () => {
    expect(sessionOptions('cpu', null, 'D:\\').extra).toEqual({
      session: { model_external_initializers_file_folder_path: 'D:\\', 'intra_op.allow_spinning': '0' },
    })
  })
})
