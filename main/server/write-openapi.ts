import { writeFileSync } from 'node:fs'
import { onestrokeVersion, resourcePath } from '../files/resources.ts'
import { describeApi } from './api-document.ts'

// Writes docs/openapi.json; to be run whenever a route changes.
writeFileSync(resourcePath('docs', 'openapi.json'), `${JSON.stringify(describeApi(onestrokeVersion()), null, 2)}\n`)
