/** Client requests: a leader answers from what it has, and asks nobody. */
import type { ClientRequest } from '../contract'
import { operationName, valueRefusal } from '../kit/requests'
import { recallOutcome } from '../replicated-log/sessions'
import { replyOf } from '../replicated-log/state-machine'
import type { Core } from './core'
import { replyStored } from './core'
import { acceptUpdate } from './incoming-updates'
import { countOf, nameOfOrigin } from '../numbered-updates/origins'
import type { WriteOperation } from './resolutions/resolution'
import { stateOf } from './store'

export function onRequest(core: Core, request: ClientRequest): void {
  const { slot, leader, nodes } = core.state
  const { operation, policy } = request
  const is_for_leader = operation.f !== 'get' || policy !== 'any-node'
  if (is_for_leader && leader !== slot) return replyStored(core, request.request, { status: 'redirect', leader: nodes[leader]! })
  if (operation.f === 'get') return read(core, request.request, operation.key)
  write(core, request, operation)
}

function read(core: Core, request: number, key: string): void {
  const { state, resolution } = core
  replyStored(core, request, { status: 'ok', result: resolution.read(stateOf(state.store, resolution, key)) })
}

function write(core: Core, { request, session, sequence }: ClientRequest, operation: WriteOperation): void {
  const { state, resolution } = core
  const { origin, nodes, now_us, store } = state
  const { f, key } = operation
  const name = operationName({ session, sequence })
  const done = { status: 'ok', result: f === 'cas' ? { swapped: true } : {} } as const
  const earlier = recallOutcome(state.sessions, session, sequence)
  if (earlier !== null) return replyStored(core, request, earlier === 'expired' ? replyOf(earlier) : done)
  const held = stateOf(store, resolution, key)
  const current = resolution.values(held).at(-1) ?? null
  const refusal = resolution.refusal(held, operation) ?? valueRefusal(operation, f === 'append' ? current?.length : 0)
  if (refusal !== null) return replyStored(core, request, { status: 'rejected', error: refusal })
  if (f === 'cas' && current !== operation.expected)
    return replyStored(core, request, { status: 'ok', result: { swapped: false } })
  const delta = resolution.write(held, { operation, name, actor: nameOfOrigin(origin, nodes), origin, at_us: now_us })
  acceptUpdate(core, { origin, n: countOf(state.seen, origin) + 1, key, operation: name, delta, seen: [...state.seen] })
  replyStored(core, request, done)
}
