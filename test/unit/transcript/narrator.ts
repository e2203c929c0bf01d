/** Turns what cores do into lines of text, the narration that transcripts pin. */
import type { FactEvent, ProtocolEvent } from '../../../src-shared/events'
import { operationText, resultText } from '../../../src-shared/operations'
import type { Operation } from '../../../src-shared/operations'
import { CLOCK_SYNC_FACTS } from '../../../src-shared/protocols/clock-sync/facts'
import { ClockEvent } from '../../../src-shared/protocols/clocks/facts'
import { Commit, Configured, LogAppend, LogSnapshot, LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { ClockRecovered, SnapshotRead, StampRefused, VersionStamped } from '../../../src-shared/protocols/hlc-kv/facts'
import { LeavesExchanged, TreesDiffer, WriteAcknowledged } from '../../../src-shared/protocols/quorum/facts'
import { MoveProgress, SHARD_FACTS, ShardsRecovered } from '../../../src-shared/protocols/sharded-kv/facts'
import { HeartbeatHeard, MEMBERSHIP_FACTS, MembershipStarted } from '../../../src-shared/protocols/membership/facts'
import { GOSSIP_FACTS, SiteRecovered } from '../../../src-shared/protocols/gossip/facts'
import { MULTI_PAXOS_FACTS } from '../../../src-shared/protocols/multi-paxos/facts'
import { PAXOS_FACTS } from '../../../src-shared/protocols/paxos/facts'
import { PBFT_FACTS } from '../../../src-shared/protocols/pbft/facts'
import { SAGA_FACTS } from '../../../src-shared/protocols/saga/facts'
import { SERVICES_FACTS } from '../../../src-shared/protocols/services/facts'
import { RecordWritten } from '../../../src-shared/protocols/replicated-commit/facts'
import { SPANNER_FACTS } from '../../../src-shared/protocols/spanner-kv/facts'
import { TRANSACTION_FACTS } from '../../../src-shared/protocols/transactions/facts'
import { VIEWSTAMPED_FACTS } from '../../../src-shared/protocols/viewstamped-replication/facts'
import type { LogEntryMark } from '../../../src-shared/protocols/replicated-log/facts'
import type { ClientReply, ClientRequest } from '../../../src-node/protocols/contract'

/** null: not worth a line. */
export function narrateEvent(event: ProtocolEvent): string | null {
  switch (event.kind) {
    case 'role':
      return `${event.node} is ${event.role}${event.term === undefined ? '' : ` in term ${event.term}`}${event.leader && event.leader !== event.node ? `, led by ${event.leader}` : ''}`
    case 'note':
      return `· ${event.detail}`
    case 'assertion':
      return `${event.node} stops: ${event.text}`
    case 'fact':
      return narrateFact(event)
    case 'contents':
      return null
  }
}

/** Facts whose declared sentence says what a transcript must. */
const TOLD_AS_DECLARED = [
  ...TRANSACTION_FACTS,
  ClockEvent,
  ...SERVICES_FACTS,
  ...SAGA_FACTS,
  ...PAXOS_FACTS,
  ...MULTI_PAXOS_FACTS,
  ...PBFT_FACTS,
  ...VIEWSTAMPED_FACTS,
  ...MEMBERSHIP_FACTS.filter((fact) => fact !== HeartbeatHeard && fact !== MembershipStarted),
  ClockRecovered,
  SnapshotRead,
  StampRefused,
  VersionStamped,
  ...CLOCK_SYNC_FACTS,
  ...SPANNER_FACTS,
  RecordWritten,
  Configured,
  TreesDiffer,
  LeavesExchanged,
  ...GOSSIP_FACTS.filter((fact) => fact !== SiteRecovered),
  ...SHARD_FACTS.filter((fact) => fact !== MoveProgress && fact !== ShardsRecovered)
]

/** `apply` is left out: a node applies whatever it commits in the same step; votes and syncs show in what follows. */
function narrateFact(event: FactEvent): string | null {
  const { node } = event
  if (LogAppend.is(event)) return `${node} appends ${event.data.entries.map(narrateMark).join(', ')}`
  if (LogTruncate.is(event)) return `${node} drops entries from ${event.data.from_index}`
  if (LogSnapshot.is(event)) return `${node} has a snapshot up to ${event.data.index}/${event.data.term}`
  if (Commit.is(event)) return `${node} commits up to ${event.data.index}/${event.data.term}`
  if (WriteAcknowledged.is(event)) {
    const { operation, needed } = event.data
    return `${node} counts ${operation} as ${narrateCopies(event.data)}: ${needed} needed`
  }
  return TOLD_AS_DECLARED.find(({ name }) => name === event.fact)?.textOf(event) ?? null
}

/** `index/term`, and the operation it carries. */
function narrateMark({ index, term, operation }: LogEntryMark): string {
  return `${index}/${term}${operation ? ` (${operation})` : ''}`
}

function narrateCopies({ stored_by, hinted_for, hinted_by }: WriteAcknowledged['data']): string {
  const hints = hinted_for.length > 0 ? ` and kept by ${hinted_by.map((by, i) => `${by} for ${hinted_for[i]}`).join(', ')}` : ''
  return `stored by ${[...stored_by].sort().join(', ') || 'nobody'}${hints}`
}

export function narrateReply(node: string, { session, sequence, operation }: ClientRequest, reply: ClientReply): string {
  return `${node} answers ${session}:${sequence} (${narrateOperation(operation)}): ${narrateOutcome(operation, reply)}`
}

function narrateOperation(operation: Operation): string {
  switch (operation.f) {
    case 'get':
    case 'delete':
      return `${operation.f} ${operation.key}`
    case 'put':
    case 'append':
      return `${operation.f} ${operation.key} ${operation.value}`
    case 'cas':
      return `cas ${operation.key} ${operation.expected ?? 'null'} ${operation.value}`
    case 'increment':
      return `increment ${operation.key} ${operation.by}`
    default:
      return operationText(operation)
  }
}

function narrateOutcome(operation: Operation, reply: ClientReply): string {
  switch (reply.status) {
    case 'ok':
      if (reply.tentative !== undefined) return `${narrateOutcome(operation, { ...reply, tentative: undefined })}, tentatively`
      if (operation.f === 'get') return `ok, ${reply.result.siblings?.join(' | ') ?? reply.result.value ?? 'null'}`
      if (operation.f === 'transaction' || operation.f === 'look' || operation.f === 'cancel')
        return ['ok', resultText(operation, reply.result)].filter(Boolean).join(', ')
      return operation.f === 'cas' ? `ok, ${reply.result.swapped ? 'swapped' : 'not swapped'}` : 'ok'
    case 'redirect':
      return reply.leader ? `ask ${reply.leader}` : 'no leader known'
    case 'rejected':
      return `rejected${reply.final ? ' for good' : ''}, ${reply.error}`
    case 'unknown':
      return `unknown, ${reply.error}`
  }
}
