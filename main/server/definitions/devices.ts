import { createRoute } from '@hono/zod-openapi'
import { devicesSchema } from '../contract/devices.ts'
import { answersJson } from './answers.ts'

const tags = ['Devices']

export const getDevices = createRoute({
  method: 'get',
  path: '/api/devices',
  tags,
  summary: 'What can compute here, as far as it was tested',
  responses: answersJson('The devices', devicesSchema),
})

export const testDevices = createRoute({
  method: 'post',
  path: '/api/devices/test',
  tags,
  summary: 'Test every device; refused while a picture is being made. Events tell which one is at it',
  responses: answersJson('The devices, all tested', devicesSchema),
})
