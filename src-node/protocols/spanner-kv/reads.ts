/** Reads of the newest version: the group confirms that this node leads it, and the version is shown once it is past. */
import { NewestRead } from '../../../src-shared/protocols/spanner-kv/facts'
import type { ClientReply, ClientRequest } from '../contract'
import { operationName } from '../kit/requests'
import type { Core } from './core'
import { hand } from '../kit/groups/waiting'
import { groupOf, isPast, raftOf, reply, tell } from './core'
import { machineOf } from './groups'
import type { HeldRead, OpenRead } from './state'
import { newestVersion } from './versions'

export function acceptRead(core: Core, request: ClientRequest): void {
  const { state } = core
  const { key } = request.operation
  const group = groupOf(state, key)
  state.reads.set(request.request, { group, operation: operationName(request), key })
  hand(core, group, { kind: 'request', request })
}

/** The group has answered a read: what it has now is at least as new. */
export function onConfirmed(core: Core, request: number, read: OpenRead, answer: ClientReply): void {
  const { state } = core
  state.reads.delete(request)
  if (answer.status !== 'ok') return reply(core, request, answer)
  const version = newestVersion(machineOf(raftOf(state, read.group)).versions, read.key)
  state.held_reads.push({ ...read, request, value: version?.value ?? null, version_us: version?.at_us ?? null })
}

export function answerReads(core: Core): void {
  const { state } = core
  if (state.held_reads.length === 0) return
  const held: HeldRead[] = []
  for (const read of state.held_reads) {
    if (isShown(core, read)) answerRead(core, read)
    else held.push(read)
  }
  state.held_reads = held
}

/** Whoever sees a version may tell others, whose writes must then be stamped later. */
function isShown(core: Core, { version_us }: HeldRead): boolean {
  return version_us === null || core.state.switches['read-before-wait'] === true || isPast(core, version_us)
}

function answerRead(core: Core, { request, group, operation, key, value, version_us }: HeldRead): void {
  reply(core, request, { status: 'ok', result: { value } })
  tell(core, group, NewestRead.of(core.state.id, { operation, key, version_us }))
}
