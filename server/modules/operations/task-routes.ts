import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { mapPage } from '#kernel/page.ts'
import { PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { type Task, tasks } from '#store/outbox.ts'
import { remove } from '#store/unit.ts'
import { sentAgain } from '#work/task.ts'
import { TaskId, TaskState, TaskView, taskFaults, toView } from './task-view.ts'

const params = Shape({ taskId: TaskId })
const faults = [taskFaults.missing, taskFaults.notDead]

const revision = (ctx: Ctx, { taskId = '' }: Readonly<Record<string, string>>) =>
  ctx.get(tasks, taskId).then((task) => task?.revision)

/** A task that a worker may have is left alone: only what lies dead is for people. */
async function needDead(ctx: Ctx, id: string): Promise<Task> {
  const task = await ctx.get(tasks, id)
  if (!task) throw taskFaults.missing({ details: { id } })
  if (task.state === 'dead') return task
  throw taskFaults.notDead({ details: { id, state: task.state, attempts: task.attempts } })
}

export const taskRoutes = [
  route({
    method: 'GET',
    path: '/admin/tasks',
    summary: 'List background tasks',
    description: 'Dead letters with the latest first; tasks that are due with the earliest first.',
    access: permitted('operations:read'),
    query: Shape({ ...PageQuery, state: Type.Optional(TaskState) }),
    replies: { 200: PageOf(TaskView) },
    handle: async (ctx, { query: { state = 'dead', limit, after } }) => {
      const query = { equals: [state], reverse: state === 'dead', limit, after }
      return mapPage(await ctx.find(tasks, 'byState', query), toView)
    },
  }),
  route({
    method: 'POST',
    path: '/admin/tasks/:taskId/attempts',
    summary: 'Send a dead letter again',
    description: 'It is due at once and has all its tries before it again.',
    access: permitted('operations:write'),
    params,
    replies: { 201: TaskView },
    faults,
    revision,
    handle: async (ctx, { params: { taskId } }) =>
      toView(ctx.save(tasks, sentAgain(await needDead(ctx, taskId), ctx.now))),
  }),
  route({
    method: 'DELETE',
    path: '/admin/tasks/:taskId',
    summary: 'Discard a dead letter',
    access: permitted('operations:write'),
    params,
    replies: { 204: null },
    faults,
    revision,
    handle: async (ctx, { params: { taskId } }) => {
      ctx.stage(remove(tasks, await needDead(ctx, taskId)))
      return undefined
    },
  }),
]
