import { describe, expect, it } from 'vitest'
import { createAddressPolicy, isPublicAddress, requireAllowedUrl } from '../../../main/downloads/address-policy.ts'
import { createGuardedLookup } from '../../../main/downloads/guarded-lookup.ts'
import { MANIFEST } from '../../../main/catalog/published/published-files.ts'

describe('a public address', () => {
  it.each([
    '18.155.173.13',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '2600:9000:2490::1',
    '2a00:1450::1',
    '64:ff9b::1.1.1.1',
  ])('is %s', (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:1.1.1.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'fe80::1%eth0',
    'localhost',
    '',
  ])('is not %j', (address) => expect(isPublicAddress(address)).toBe(false))
})

describe('the servers of the catalog', () => {
  const policy = createAddressPolicy(MANIFEST.hosts)
  const check = (url: string) => () => requireAllowedUrl(new URL(url), policy)

  it.each([
    'https://huggingface.co/a',
    'https://cdn-lfs-us-1.huggingface.co/a',
    'https://cas-bridge.xethub.hf.co/a',
    'https://HF-mirror.com/a',
  ])('may be asked at %s', (url) => expect(check(url)).not.toThrow())

  it.each([
    ['http://huggingface.co/a', /without encryption/],
    ['file:///etc/passwd', /without encryption/],
    ['https://evil.example/a', /none of the servers/],
    ['https://huggingface.co.evil.example/a', /none of the servers/],
    ['https://evilhuggingface.co/a', /none of the servers/],
    ['https://huggingface.co@evil.example/a', /none of the servers/],
    ['https://127.0.0.1/a', /of this computer or its network/],
    ['https://2130706433/a', /of this computer or its network/],
    ['https://0x7f.1/a', /of this computer or its network/],
    ['https://[::1]/a', /of this computer or its network/],
    ['https://[::ffff:169.254.169.254]/a', /of this computer or its network/],
    ['https://8.8.8.8/a', /none of the servers/],
  ])('and not %s', (url, problem) => expect(check(url)).toThrow(problem))
})

describe('looking up a name', () => {
  const policy = createAddressPolicy(['models.example'])
  const lookUp = (addresses: string[], all: boolean) =>
    new Promise((resolve) => {
      const resolved = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      const guarded = createGuardedLookup(policy, (_host, _options, callback) => callback(null, resolved))
      guarded('models.example', { all }, (error, address) => resolve(error?.message ?? address))
    })

  it('hands out public addresses only', async () => {
    expect(await lookUp(['10.0.0.1', '1.1.1.1'], false)).toBe('1.1.1.1')
    expect(await lookUp(['127.0.0.1', '1.1.1.1', '::1'], true)).toEqual([{ address: '1.1.1.1', family: 4 }])
  })

  it('fails where all are private', async () => {
    expect(await lookUp(['10.0.0.1', 'fe80::1'], true)).toBe('models.example leads to a private address')
  })
})
