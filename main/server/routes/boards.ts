import type { Library } from '../../library/library.ts'
import type { Board } from '../contract/library.ts'
import * as routes from '../definitions/boards.ts'
import type { EventBus } from '../event-bus.ts'
import { notFound } from '../problem-error.ts'
import { createRouter } from '../router.ts'

export interface BoardsDependencies {
  readonly library: Pick<Library, 'boards'>
  readonly events: EventBus
}

/** Boards and what is on them. */
export function createBoardsRoutes({ library: { boards }, events }: BoardsDependencies) {
  function announced(): Board[] {
    const list = boards.list()
    events.emit({ type: 'boardsChanged', boards: list })
    return list
  }

  return createRouter()
    .openapi(routes.getBoards, (context) => context.json(boards.list(), 200))
    .openapi(routes.postBoard, (context) => {
      boards.create(context.req.valid('json').name)
      return context.json(announced(), 200)
    })
    .openapi(routes.patchBoard, (context) => {
      const { name } = context.req.valid('json')
      if (boards.rename(context.req.valid('param').id, name) === null) throw notFound('board')
      return context.json(announced(), 200)
    })
    .openapi(routes.deleteBoard, (context) => {
      if (!boards.remove(context.req.valid('param').id)) throw notFound('board')
      return context.json(announced(), 200)
    })
    .openapi(routes.postBoardImages, (context) => {
      const change = context.req.valid('json')
      if (boards.changeImages(context.req.valid('param').id, change) === null) throw notFound('board')
      return context.json(announced(), 200)
    })
}
