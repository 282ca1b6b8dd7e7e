import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { onestrokeVersion, resourcePath } from '../../main/files/resources.ts'
import { describeApi } from '../../main/server/api-document.ts'
import { openStudio } from './studio.ts'

describe('the OpenAPI document', () => {
  it('is committed as it is (else run `node main/server/write-openapi.ts`)', () => {
    const committed: unknown = JSON.parse(readFileSync(resourcePath('docs', 'openapi.json'), 'utf8'))
    expect(JSON.parse(JSON.stringify(describeApi(onestrokeVersion())))).toEqual(committed)
  })

  it('names exactly the routes that are served', async () => {
    const studio = await openStudio()
    const served = studio.backEnd.desktopApp.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/') && path !== '/api/openapi.json')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    const described = Object.entries(describeApi('1').paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.toSorted()).toEqual([...new Set(served)].toSorted())
    expect(await studio.json('GET', '/api/openapi.json')).toEqual(
      JSON.parse(JSON.stringify(describeApi(onestrokeVersion()))),
    )
  })
})
