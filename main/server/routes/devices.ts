import type { DevicePanel } from '../../generation/device-panel.ts'
import { getDevices, testDevices } from '../definitions/devices.ts'
import { createRouter } from '../router.ts'

export interface DevicesDependencies {
  readonly devices: DevicePanel
}

/** What can compute here, and testing it. */
export function createDevicesRoutes({ devices }: DevicesDependencies) {
  return createRouter()
    .openapi(getDevices, (context) => context.json(devices.state(), 200))
    .openapi(testDevices, async (context) => context.json(await devices.test(), 200))
}
