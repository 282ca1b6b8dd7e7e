import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { AddressPolicy } from './address-policy.ts'

/** A name that leads to an address which may not be asked. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError'
}

type Resolve = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Resolves names for sockets and hands out only addresses that the policy allows. The socket connects to what was checked,
 * so a name that changes its address in between gains nothing.
 */
export function createGuardedLookup(policy: AddressPolicy, resolve: Resolve = lookup): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0)
        return
      }
      const allowed = addresses.filter(({ address }) => policy.allowsAddress(address))
      const [first] = allowed
      if (first === undefined) callback(new ForbiddenAddressError(`${host} leads to a private address`), '', 0)
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
