import type { Manifest, ManifestFile, PublishedPlace } from '../catalog/published/manifest-schema.ts'

type Servers = Pick<Manifest, 'base' | 'mirrors' | 'hosts'>

function urlOf(base: string, { repository, revision, path }: PublishedPlace): URL {
  return new URL(`${base.replace(/\/+$/, '')}/${repository}/resolve/${revision}/${path}`)
}

/**
 * Where a file can be had, in the order to try: the user's mirror, its own repository, copies of it, other mirrors.
 * @param mirror empty: none
 */
export function sourceUrls(file: Pick<ManifestFile, 'source' | 'copies'>, servers: Servers, mirror: string): URL[] {
  const own = mirror === '' ? [] : [urlOf(mirror, file.source)]
  const copies = file.copies.map((place) => urlOf(servers.base, place))
  const others = servers.mirrors.map((base) => urlOf(base, file.source))
  const all = [...own, urlOf(servers.base, file.source), ...copies, ...others]
  return all.filter(({ href }, index) => all.findIndex((other) => other.href === href) === index)
}

/** The names of the servers that may be asked, or redirected to. */
export function allowedHosts({ hosts }: Servers, mirror: string): string[] {
  return mirror === '' ? [...hosts] : [...hosts, new URL(mirror).hostname.toLowerCase()]
}
