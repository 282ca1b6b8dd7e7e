import { BlockList, isIP } from 'node:net'
import { sentence } from '../../models/sentences/catalogue.ts'
import { DownloadError } from './download-error.ts'

/** Where files may come from. */
export interface AddressPolicy {
  /** By its name, in lower case. */
  allowsHost(host: string): boolean
  /** By its IPv4 or IPv6 address, at the moment of connecting. */
  allowsAddress(address: string): boolean
}

type Subnet = readonly [network: string, prefix: number]

/** RFC 6890 and its registry (IANA IPv4 Special-Purpose Addresses), multicast and reserved. */
const SPECIAL_IPV4: readonly Subnet[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Of the global unicast space 2000::/3: Teredo, benchmarking, ORCHID, documentation, and 6to4, which hides an IPv4 address. */
const SPECIAL_IPV6: readonly Subnet[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

function listOf(subnets: readonly Subnet[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family)
  return list
}

const specialIpv4 = listOf(SPECIAL_IPV4, 'ipv4')
const specialIpv6 = listOf(SPECIAL_IPV6, 'ipv6')
const globalIpv6 = listOf([['2000::', 3]], 'ipv6')
/** IPv4 addresses as IPv6 networks without IPv4 write them (RFC 6052); node's resolver gives mapped ones as IPv4. */
const translatedIpv6 = listOf([['64:ff9b::', 96]], 'ipv6')

/** The IPv4 address in the last 32 bits of an IPv6 address. */
function embeddedIpv4(address: string): string {
  const { hostname } = new URL(`http://[${address}]/`)
  const [low = '0', high = '0'] = hostname.slice(1, -1).split(':').toReversed()
  const [left, right] = [Number.parseInt(high || '0', 16), Number.parseInt(low || '0', 16)]
  return [left >> 8, left & 255, right >> 8, right & 255].join('.')
}

/** Whether an address is one of the internet: not of this computer, its network, or set aside. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !specialIpv4.check(address, 'ipv4')
  if (isIP(address) !== 6 || address.includes('%')) return false
  if (translatedIpv6.check(address, 'ipv6')) return isPublicAddress(embeddedIpv4(address))
  return globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6')
}

/** @param hosts names in lower case; `*.example.com` stands for every name below example.com */
export function createAddressPolicy(hosts: readonly string[]): AddressPolicy {
  return {
    allowsHost: (host) =>
      hosts.some((allowed) => (allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed)),
    allowsAddress: isPublicAddress,
  }
}

/**
 * Whether a URL may be asked at all; what its name resolves to is looked at when connecting.
 * @throws DownloadError
 */
export function requireAllowedUrl(url: URL, policy: AddressPolicy): void {
  const host = url.hostname.toLowerCase()
  const address = host.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'https:') throw new DownloadError(sentence('download.not-https', { host }), 'source')
  if (isIP(address) !== 0 && !policy.allowsAddress(address)) {
    throw new DownloadError(sentence('download.private-address', { host }), 'source')
  }
  if (!policy.allowsHost(host)) throw new DownloadError(sentence('download.foreign-host', { host }), 'source')
}
