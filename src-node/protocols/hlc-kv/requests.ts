/** Client requests: a node answers from what it has. A session brings along the greatest stamp that it has seen. */
import { compareHybrid } from '../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { Operation } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'
import { operationName, valueRefusal } from '../kit/requests'
import { nameOfOrigin } from '../numbered-updates/origins'
import { recallOutcome } from '../replicated-log/sessions'
import { replyOf } from '../replicated-log/state-machine'
import { VersionStamped } from '../../../src-shared/protocols/hlc-kv/facts'
import { stampWrite, takeStamp } from './clock'
import type { Core } from './core'
import { replyStored } from './core'
import type { HlcState } from './state'
import { newestOf } from './store'
import { takeRange } from './taking'
import { clientSnapshotTime, waitForSnapshot } from './snapshots'
import { answerWith, laterOf, parseToken } from './tokens'

export function onRequest(core: Core, request: ClientRequest): void {
  const { operation, policy } = request
  const session = parseToken(request.context?.session)
  if (session !== null && !takeStamp(core, request.session, session))
    return replyStored(core, request.request, {
      status: 'rejected',
      error: 'the stamp of the session is too far ahead of this node’s clock'
    })
  if (operation.f === 'put' || operation.f === 'delete') return write(core, request, operation, session)
  if (operation.f !== 'get')
    return replyStored(core, request.request, { status: 'rejected', error: `${operation.f} is not offered` })
  const waiting = { request: request.request, session, key: operation.key }
  if (policy === 'snapshot') return waitForSnapshot(core, { ...waiting, policy, at_us: clientSnapshotTime(core.state) })
  if (policy === 'bounded' || policy === 'bounded-freshest')
    return waitForSnapshot(core, {
      ...waiting,
      policy: 'bounded',
      at_us: core.state.now_us - core.state.settings.max_staleness_us
    })
  if (policy === 'session' && session !== null && isOlder(core.state, operation.key, session))
    return waitForSnapshot(core, { ...waiting, policy, at_us: session.physical_us + 1 })
  const found = newestOf(core.state.store, operation.key)
  replyStored(core, request.request, answerWith({ value: found?.value ?? null }, laterOf(session, found?.stamp ?? null)))
}

/** What the node has of the key may be older than what the session has seen: the stamps alone do not say it is not. */
function isOlder({ store }: HlcState, key: string, session: HybridTime): boolean {
  const found = newestOf(store, key)
  return found === null || compareHybrid(found.stamp, session) < 0
}

type Write = Extract<Operation, { readonly f: 'put' | 'delete' }>

function write(
  core: Core,
  { request, session: name, sequence }: ClientRequest,
  operation: Write,
  session: HybridTime | null
): void {
  const { state } = core
  const earlier = recallOutcome(state.sessions, name, sequence)
  if (earlier !== null) return replyStored(core, request, earlier === 'expired' ? replyOf(earlier) : answerWith({}, state.clock))
  const refusal = valueRefusal(operation)
  if (refusal !== null) return replyStored(core, request, { status: 'rejected', error: refusal })
  const { origin, seen, nodes, id, now_us, store } = state
  const stamp = stampWrite(state)
  const after = seen[origin]!
  const { key } = operation
  const version = {
    origin,
    n: after + 1,
    key,
    value: operation.f === 'put' ? operation.value : null,
    operation: operationName({ session: name, sequence }),
    stamp,
    seen: [...seen]
  }
  takeRange(core, { origin, upto: version.n, versions: [version], horizon_us: store.horizon_us })
  const fact = { key, operation: version.operation, origin: nameOfOrigin(origin, nodes), stamp, physical_us: now_us, session }
  core.told.push(VersionStamped.of(id, fact))
  replyStored(core, request, answerWith({}, laterOf(session, stamp)))
}
