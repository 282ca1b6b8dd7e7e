import { describe, expect, it } from 'vitest'
import type { Catalog, Download } from '../../../../renderer/api/contract.ts'
import { CatalogState } from '../../../../renderer/state/catalog.svelte.ts'
import { catalog, download, offlineClient } from './contract-fixtures.ts'

/** A catalog whose questions the test answers. */
function opened(downloads: Download[] = []) {
  const answers: PromiseWithResolvers<Catalog>[] = []
  const errors: unknown[] = []
  const asked: string[] = []
  const client = offlineClient()
  const note = (what: string) => (id: string) => {
    asked.push(`${what} ${id}`)
    return Promise.resolve([download(id, { state: 'paused' })])
  }
  const get = () => {
    const answer = Promise.withResolvers<Catalog>()
    answers.push(answer)
    return answer.promise
  }
  const start = (ids: readonly string[]) => Promise.resolve(ids.map((id) => download(id)))
  const routes = { ...client.catalog, get, download: start, pause: note('pause'), cancel: note('cancel') }
  const state = new CatalogState({
    client: { ...client, catalog: routes },
    downloads,
    onError: (error) => errors.push(error),
  })
  return { state, answers, errors, asked }
}

describe('CatalogState', () => {
  it('shows the answer to the latest question', async () => {
    const { state, answers } = opened()
    expect(state.current).toBeNull()
    const [first, second] = [state.load(), state.load()]
    answers[1]!.resolve(catalog({ folder: '/new' }))
    answers[0]!.resolve(catalog({ folder: '/old' }))
    await Promise.all([first, second])
    expect(state.current?.folder).toBe('/new')
  })

  it('asks again once a download is over, and only then', async () => {
    const { state, answers } = opened([download('a')])
    const loaded = state.load()
    answers[0]!.resolve(catalog())
    await loaded
    state.receive([download('a', { doneBytes: 50 })])
    expect(answers).toHaveLength(1)
    state.receive([download('a', { state: 'done' })])
    expect(answers).toHaveLength(2)
    expect(state.downloads).toEqual([])
  })

  it('does not go back to an answer that events have overtaken', async () => {
    const { state } = opened([download('a')])
    const paused = state.pause('a')
    state.receive([])
    await paused
    expect(state.downloads).toEqual([])
    await state.pause('a')
    expect(state.downloads.map(({ id }) => id)).toEqual(['a'])
  })

  it('asks for nothing that nobody has looked at', () => {
    const { state, answers } = opened([download('a')])
    state.receive([])
    state.modelsChanged()
    expect(answers).toEqual([])
  })

  it('starts, pauses and cancels downloads, and says where that was refused', async () => {
    const { state, errors, asked } = opened()
    expect(await state.start(['a', 'b'], ['open'])).toBe(true)
    expect(state.downloads.map(({ id }) => id)).toEqual(['a', 'b'])
    await state.pause('a')
    expect([asked, state.download('a')?.state]).toEqual([['pause a'], 'paused'])
    expect(await state.resume('a')).toBe(false)
    expect(errors).toHaveLength(1)
  })
})
