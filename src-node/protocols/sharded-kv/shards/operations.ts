/** What clients ask of shards, decided by the group's log alone: whatever a map says, only the owner answers. */
import type { SwitchesOn } from '../../kit/settings'
import type { Operation } from '../../../../src-shared/operations'
import type { ClientReply, ClientRequest } from '../../contract'
import { valueRefusal } from '../../kit/requests'
import type { Entry } from '../../replicated-log/entry'
import { applyWrite, earlierOutcome, replyOf } from '../../replicated-log/state-machine'
import { shardOf } from './key-space'
import { scanShards } from './scan'
import type { Shard, ShardMachine } from './state'
import { countServed, outgoingOf } from './state'

/** Whoever led the client here, it has to look elsewhere. */
export const ELSEWHERE: ClientReply = { status: 'redirect', leader: null }

export function applyOperation(machine: ShardMachine, entry: Entry, operation: Operation, switches: SwitchesOn): ClientReply {
  const shard = servedShard(machine, operation.key, switches)
  if (shard === null) return ELSEWHERE
  const known = earlierOutcome(shard, entry.session, entry.sequence)
  if (known !== null) return replyOf(known)
  const refusal = readOnlyRefusal(shard, switches)
  if (refusal !== null) return refusal
  return replyOf(write(shard, entry, operation))
}

function write(shard: Shard, entry: Entry, operation: Operation): ReturnType<typeof applyWrite> {
  const { key } = operation
  const before = shard.data.get(key)
  const outcome = applyWrite(shard, entry, operation)
  const after = shard.data.get(key)
  shard.bytes += bytesOf(key, after) - bytesOf(key, before)
  countServed(shard, key)
  const outgoing = outgoingOf(shard)
  if (outgoing?.status === 'moving-out') {
    // Written last comes last.
    outgoing.dirty.delete(key)
    outgoing.dirty.set(key, entry.index)
  }
  return outcome
}

function bytesOf(key: string, value: string | undefined): number {
  return value === undefined ? 0 : key.length + value.length
}

export function answerWriteAtOnce(
  machine: ShardMachine,
  { session, sequence, operation }: ClientRequest,
  switches: SwitchesOn
): ClientReply | null {
  const shard = servedShard(machine, operation.key, switches)
  if (shard === null) return ELSEWHERE
  const known = earlierOutcome(shard, session, sequence)
  if (known !== null) return replyOf(known)
  const refusal = valueRefusal(operation)
  return refusal === null ? readOnlyRefusal(shard, switches) : { status: 'rejected', error: refusal }
}

export function readShards(machine: ShardMachine, operation: Operation, switches: SwitchesOn): ClientReply {
  switch (operation.f) {
    case 'gather':
      return gather(machine, operation.keys, switches)
    case 'scan':
      return scanShards(machine, operation, (shard) => serves(shard, switches), switches) ?? ELSEWHERE
    default: {
      const { key } = operation
      const shard = servedShard(machine, key, switches)
      if (shard === null) return ELSEWHERE
      countServed(shard, key)
      return { status: 'ok', result: { value: shard.data.get(key) ?? null } }
    }
  }
}

/** Those of the keys that the group serves. */
function gather(machine: ShardMachine, keys: readonly string[], switches: SwitchesOn): ClientReply {
  const values: Record<string, string | null> = {}
  const shards = new Map<Shard, string>()
  for (const key of keys) {
    const shard = servedShard(machine, key, switches)
    if (shard === null) continue
    shards.set(shard, key)
    values[key] = shard.data.get(key) ?? null
  }
  if (shards.size === 0) return ELSEWHERE
  for (const [shard, key] of shards) countServed(shard, key)
  return { status: 'ok', result: { values } }
}

/** The shard with the key, if the group answers for it. */
function servedShard(machine: ShardMachine, key: string, switches: SwitchesOn): Shard | null {
  const shard = shardOf(machine, key)
  return shard !== null && serves(shard, switches) ? shard : null
}

/** The deliberate bug of a group that goes on answering for what it has handed over. */
export function answersForever(switches: SwitchesOn): boolean {
  return switches['stale-map-accepted'] === true
}

/** Whether the group answers for the shard. */
function serves({ stage }: Shard, switches: SwitchesOn): boolean {
  if (stage.status === 'handed-over') return answersForever(switches)
  return stage.status !== 'moving-in'
}

function readOnlyRefusal(shard: Shard, switches: SwitchesOn): ClientReply | null {
  const outgoing = outgoingOf(shard)
  if (outgoing?.status !== 'read-only' || switches['no-read-only-window']) return null
  return { status: 'rejected', error: `shard ${shard.id} is being handed over to ${outgoing.to}` }
}
