/** Client requests: a leader answers from what it has, and asks nobody. */
import type { ClientRequest } from '../contract'
import { recallOutcome } from '../replicated-log/sessions'
import { replyOf } from '../replicated-log/state-machine'
import type { Core } from './core'
import { reply } from './core'
import { acceptUpdate } from './incoming-updates'
import { countOf, nameOfOrigin } from './origins'
import type { WriteOperation } from './resolutions/resolution'
import { valuesOf } from './store'

/** Longest value in UTF-16 units. */
const VALUE_LENGTH_MAX = 65_536

export function onRequest(core: Core, request: ClientRequest): void {
  const { slot, leader, nodes } = core.state
  const { operation, policy } = request
  const is_for_leader = operation.f !== 'get' || policy !== 'any-node'
  if (is_for_leader && leader !== slot) return reply(core, request.request, { status: 'redirect', leader: nodes[leader]! })
  if (operation.f === 'get') return read(core, request.request, operation.key)
  write(core, request, operation)
}

function read(core: Core, request: number, key: string): void {
  const values = valuesOf(core.state.store, core.resolution, key)
  const siblings = values.length > 1 ? { siblings: values } : {}
  reply(core, request, { status: 'ok', result: { value: values.at(-1) ?? null, ...siblings } })
}

function write(core: Core, { request, session, sequence }: ClientRequest, operation: WriteOperation): void {
  const { state, resolution } = core
  const { origin, nodes, now_us, store } = state
  const { f, key } = operation
  const name = `${session}:${sequence}`
  const done = { status: 'ok', result: f === 'cas' ? { swapped: true } : {} } as const
  const earlier = recallOutcome(state.sessions, session, sequence)
  if (earlier !== null) return reply(core, request, earlier === 'expired' ? replyOf(earlier) : done)
  const current = valuesOf(store, resolution, key).at(-1) ?? null
  const refusal = refusalOf(operation, current)
  if (refusal !== null) return reply(core, request, { status: 'rejected', error: refusal })
  if (f === 'cas' && current !== operation.expected) return reply(core, request, { status: 'ok', result: { swapped: false } })
  const row = store.rows.get(key)?.state ?? resolution.empty
  const delta = resolution.write(row, { operation, name, actor: nameOfOrigin(origin, nodes), origin, at_us: now_us })
  acceptUpdate(core, { origin, n: countOf(state.seen, origin) + 1, key, operation: name, delta, seen: [...state.seen] })
  reply(core, request, done)
}

/** Why the write cannot be taken now; null if it can. */
function refusalOf(operation: WriteOperation, current: string | null): string | null {
  const before = operation.f === 'append' ? (current?.length ?? 0) : 0
  if ('value' in operation && before + operation.value.length > VALUE_LENGTH_MAX)
    return `the value exceeds ${VALUE_LENGTH_MAX} characters`
  return null
}
