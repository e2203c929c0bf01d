/** Whatever a message's check forgets to look at, any program on this machine could send. */
import { describe, expect, test } from 'vitest'
import type { ProtocolMessage } from '../../../src-node/protocols/contract'
import type { MembershipMessage } from '../../../src-node/protocols/membership/messages'
import { isWellFormed as isMembershipMessage } from '../../../src-node/protocols/membership/well-formed'
import type { BenOrMessage } from '../../../src-node/protocols/ben-or/messages'
import { isWellFormed as isBenOrMessage } from '../../../src-node/protocols/ben-or/well-formed'
import type { ClockSyncMessage } from '../../../src-node/protocols/clock-sync/messages'
import { isWellFormed as isClockSyncMessage } from '../../../src-node/protocols/clock-sync/messages'
import type { ClocksMessage } from '../../../src-node/protocols/clocks/messages'
import { isWellFormed as isClocksMessage } from '../../../src-node/protocols/clocks/messages'
import type { GossipMessage } from '../../../src-node/protocols/gossip/messages'
import { isWellFormed as isGossipMessage } from '../../../src-node/protocols/gossip/well-formed'
import type { HlcMessage } from '../../../src-node/protocols/hlc-kv/messages'
import { isWellFormed as isHlcMessage } from '../../../src-node/protocols/hlc-kv/well-formed'
import type { NodeMessage } from '../../../src-node/protocols/leader-follower/messages'
import { isWellFormed as isLeaderFollowerMessage } from '../../../src-node/protocols/leader-follower/well-formed'
import type { MultiLeaderMessage } from '../../../src-node/protocols/multi-leader/messages'
import { isWellFormed as isMultiLeaderMessage } from '../../../src-node/protocols/multi-leader/well-formed'
import type { MultiPaxosMessage } from '../../../src-node/protocols/multi-paxos/messages'
import { isWellFormed as isMultiPaxosMessage } from '../../../src-node/protocols/multi-paxos/well-formed'
import type { PaxosMessage } from '../../../src-node/protocols/paxos/messages'
import { isWellFormed as isPaxosMessage } from '../../../src-node/protocols/paxos/well-formed'
import type { PbftMessage } from '../../../src-node/protocols/pbft/messages'
import { isWellFormed as isPbftMessage } from '../../../src-node/protocols/pbft/well-formed'
import type { QuorumMessage } from '../../../src-node/protocols/quorum/messages'
import { isWellFormed as isQuorumMessage } from '../../../src-node/protocols/quorum/well-formed'
import type { RaftMessage } from '../../../src-node/protocols/raft/messages'
import { isWellFormed as isRaftMessage } from '../../../src-node/protocols/raft/well-formed'
import { protocols } from '../../../src-node/protocols/registry'
import type { ShardMap } from '../../../src-node/protocols/sharded-kv/placement/messages'
import type { ShardedMessage } from '../../../src-node/protocols/sharded-kv/state'
import { isWellFormed as isShardedMessage } from '../../../src-node/protocols/sharded-kv/well-formed'
import type { SagaMessage } from '../../../src-node/protocols/saga/messages'
import { isWellFormed as isSagaMessage } from '../../../src-node/protocols/saga/well-formed'
import type { ServicesMessage } from '../../../src-node/protocols/services/messages'
import { isWellFormed as isServicesMessage } from '../../../src-node/protocols/services/well-formed'
import { kvMachine } from '../../../src-node/protocols/replicated-log/state-machine'
import type { CommitMessage } from '../../../src-node/protocols/replicated-commit/messages'
import { isWellFormed as isCommitMessage } from '../../../src-node/protocols/replicated-commit/well-formed'
import type { SpannerMessage } from '../../../src-node/protocols/spanner-kv/messages'
import { isWellFormed as isSpannerMessage } from '../../../src-node/protocols/spanner-kv/well-formed'
import type { ViewstampedMessage } from '../../../src-node/protocols/viewstamped-replication/messages'
import { isWellFormed as isViewstampedMessage } from '../../../src-node/protocols/viewstamped-replication/well-formed'
import type { AtomicCommitMessage } from '../../../src-node/protocols/atomic-commit/messages'
import type { AtomicCommitState } from '../../../src-node/protocols/atomic-commit/state'
import { isWellFormed as isAtomicCommitMessage } from '../../../src-node/protocols/atomic-commit/well-formed'

/** One well-formed message of each type; the compiler asks for every type and every field. */
type Examples<Message extends ProtocolMessage> = {
  readonly [Type in Message['type']]: Omit<Extract<Message, { readonly type: Type }>, 'type'>
}

const NODES = ['n1', 'n2', 'n3']
const operation = { f: 'put', key: 'k', value: 'v' } as const
const entry = { index: 5, term: 2, digest: 7, session: 'c1', sequence: 1, operation }
const rows = [['key', 'k', 'v']] as const

const raft: Examples<RaftMessage> = {
  'pre-vote': { term: 3, last_index: 4, last_term: 2 },
  'pre-vote-reply': { term: 2, asked_term: 3, granted: true },
  'request-vote': { term: 3, last_index: 4, last_term: 2, forced: false },
  'request-vote-reply': { term: 3, granted: true },
  'append-entries': { term: 3, previous_index: 4, previous_term: 2, entries: [entry], commit: 4, round: 1 },
  'append-entries-reply': { term: 3, success: true, index: 5, hint_index: 0, hint_term: 0, round: 1, generation: 0 },
  'install-snapshot': { term: 3, index: 4, index_term: 2, membership: { voters: NODES }, offset: 0, rows, done: true },
  'install-snapshot-reply': { term: 3, index: 4, offset: 0, received: 1, done: true, generation: 0 },
  'timeout-now': { term: 3 },
  removed: { term: 3, index: 4, index_term: 2 }
}

const leader_follower: Examples<NodeMessage> = {
  stream: { epoch: 3, previous_index: 4, previous_epoch: 2, entries: [entry], commit: 4, opened: 4, generation: 0 },
  stored: { epoch: 3, generation: 0, caught_up: true, index: 5 },
  refused: { epoch: 3, generation: 0, index: 4, hint_index: 3, hint_epoch: 1, at_snapshot: false },
  snapshot: {
    epoch: 3,
    index: 4,
    index_epoch: 2,
    last_index: 5,
    last_epoch: 2,
    offset: 0,
    rows,
    entries: [entry],
    done: true
  },
  'snapshot-received': { epoch: 3, generation: 0, index: 4, last_index: 5, offset: 0, received: 2, done: true },
  fenced: { epoch: 3 },
  claim: { epoch: 3, attempt: 1, next_epoch: 4, last_index: 5, last_epoch: 2 },
  'claim-answer': { epoch: 3, attempt: 1, answer: 'yields' }
}

const row = [{ value: 'v', at_us: 1, slot: 0, count: 0, seen: [], operation: 'c1:1' }]
const write = { as_of_us: 1, key: 'k', row }

const quorum: Examples<QuorumMessage> = {
  store: { ...write, id: 1 },
  stored: { id: 1 },
  read: { id: 1, key: 'k' },
  found: { id: 1, row },
  repair: { ...write, id: 1 },
  repaired: { id: 1, hash: 7 },
  hint: { ...write, id: 1, to: 'n3' },
  hinted: { id: 1 },
  'hand-off': write,
  'handed-off': { key: 'k', hash: 7 },
  tree: { range: 0, level: 1, hashes: [[0, 7]] },
  rows: { as_of_us: 1, range: 0, leaves: [0], rows: [['k', row]], answer: true },
  bury: { as_of_us: 1, rows: [['k', row]] },
  buried: { hashes: [['k', 7]] },
  fetch: { range: 0, after: 'k' },
  fetched: { as_of_us: 1, range: 0, after: 'k', rows: [['k', row]], is_last: true },
  moves: { epoch: 1, complete: [0, 1, 0], ready: [2], answer: true }
}

const multi_leader: Examples<MultiLeaderMessage> = {
  updates: { updates: [{ origin: 0, n: 1, key: 'k', operation: 'c1:1', delta: {}, seen: [0, 0, 0] }] },
  have: { generation: 0, seen: [1, 0, 0] },
  state: { transfer: 1, seen: [1, 0, 0], offset: 0, rows: [['key', 'k', {}]], done: true },
  'state-received': { transfer: 1, received: 1 }
}

const stamp = { physical_us: 1, counter: 0 }
const atomic_commit: Examples<Exclude<AtomicCommitMessage, { readonly vote: 'no' }>> = {
  prepare: { transaction: 'c1:1', participants: ['n2'], incarnation: 1, stamp },
  vote: { transaction: 'c1:1', vote: 'yes' },
  decide: { transaction: 'c1:1', commit: true },
  acknowledge: { transaction: 'c1:1' },
  ask: { transaction: 'c1:1', leads: false },
  state: { transaction: 'c1:1', state: 'prepared', recovered: false },
  'pre-commit': { transaction: 'c1:1' },
  'pre-committed': { transaction: 'c1:1' },
  accept: { transaction: 'c1:1', ballot: 0, votes: { n2: true } },
  accepted: { transaction: 'c1:1', ballot: 0, participants: ['n2'] },
  'take-over': { transaction: 'c1:1', ballot: 4 },
  promise: { transaction: 'c1:1', ballot: 4, accepted: { n2: { ballot: 0, yes: true } } },
  forget: { transaction: 'c1:1' },
  execute: {
    transaction: 'c1:1',
    age: stamp,
    snapshot: stamp,
    number: 0,
    step: { do: 'read', key: 'k' },
    incarnation: 1
  },
  executed: { transaction: 'c1:1', number: 0, result: { answer: 'v' }, incarnation: 1, clock: stamp },
  waits: { transaction: 'c1:1', number: 0, blockers: [{ transaction: 'c2:1', on: 'k' }] },
  refused: { transaction: 'c1:1', reason: 'r', is_victim: true, clock: stamp },
  wounded: { transaction: 'c1:1', reason: 'r' },
  'still-open': { transaction: 'c1:1' },
  over: { transaction: 'c1:1' },
  'under-way': { transaction: 'c1:1' }
}
const TO_PARTICIPANT = ['prepare', 'execute', 'over', 'under-way']

const range = { by: 'hash', from: 0, to: 2 ** 32 } as const
const moving = { move: 3, shard: 0, from: 'n1', to: 'n2' }
const map: ShardMap = {
  epoch: 2,
  strategy: 'ring',
  virtual_nodes: 100,
  groups: [{ name: 'n1', founders: ['n1'], nodes: ['n1'], since: 1, leaving: false }],
  shards: [{ id: 0, range, group: 'n1', epoch: 0, since: 1, pinned: false }]
}
const shard_report = { shard: 0, status: 'serving', epoch: 0, keys: 1, bytes: 2, operations: 3 } as const
const order = { ...moving, range, to_leader: null, do: 'go', rate_kib: 64 } as const

const split = { do: 'split', id: 4, shard: 1, group: 'n1', into: 2, at: null, by: 'keys', reason: 'because' } as const
const merge = { do: 'merge', id: 5, shard: 1, group: 'n1', with: 2, reason: 'because' } as const

const sharded_kv: Examples<ShardedMessage> = {
  groups: { parts: [] },
  report: {
    epoch: 1,
    groups: [
      {
        group: 'n1',
        shards: [shard_report],
        moves: [{ move: 3, shard: 0, phase: 'out' }],
        changes: [{ change: 4, outcome: 'done', at: 'k5' }]
      }
    ]
  },
  orders: { epoch: 2, map, moves: [order], changes: [split, merge], over: [1] },
  operate: { command: 'pause-moves', arguments: {} },
  'offer-shard': { ...moving, range },
  'shard-part': { ...moving, at: { stage: 'copy', after_key: null }, next: { stage: 'ready' }, rows: [['key', 'k', 'v']] },
  'activate-shard': moving,
  'shard-position': { ...moving, state: { stage: 'ready' }, leader: 'n2' }
}

const hybrid_time = { physical_us: -1, counter: 0 }
const clocks: Examples<ClocksMessage> = {
  message: { what: 'x = 1', place: 1, lamport: 1, vector: [1, 0, 0], hybrid: hybrid_time }
}
const services: Examples<ServicesMessage> = {
  call: {
    request: 'c1:1',
    span: '1',
    parent: '1',
    caller: 'n1',
    callee: 'n2',
    account: 'k',
    amount: 1,
    key: 'c1:1',
    remaining_us: 1000,
    seal: 7,
    body: new Uint8Array(1),
    currency: 'EUR'
  },
  answer: { span: '1', outcome: 'ok', value: '1', reason: 'late' },
  resolve: { service: 'service-b' },
  address: { service: 'service-b', node: 'n2' },
  bulk: { data: new Uint8Array(1) }
}

const version = {
  origin: 0,
  n: 1,
  key: 'k',
  value: 'v',
  operation: 'c1:1',
  stamp: hybrid_time,
  seen: [0, 0, 0]
}
const hlc_kv: Examples<HlcMessage> = {
  versions: {
    origin: 0,
    after: 0,
    upto: 1,
    versions: [version],
    closed: hybrid_time,
    horizon_us: -1,
    sent_at: hybrid_time
  },
  have: { seen: [1, 0, 0], sent_at: hybrid_time }
}

const clock_sync: Examples<ClockSyncMessage> = {
  'time-request': { origin_us: -1 },
  'time-answer': { origin_us: -1, receive_us: 2, transmit_us: 3, bound_us: 4, stratum: 1, leap_at_us: 5 }
}

const spanner_kv: Examples<SpannerMessage> = {
  groups: { parts: [] },
  'time-request': { origin_us: 1 },
  'time-answer': { origin_us: 1, receive_us: 2, transmit_us: 2, bound_us: 1, stratum: 1 }
}

const tried = 'c1:1#n1.a'
const replicated_commit: Examples<CommitMessage> = {
  groups: { parts: [] },
  step: { group: 'g1', transaction: tried, age: hybrid_time, number: 1, step: { do: 'read', key: 'db/x' }, incarnation: 1 },
  'step-done': { group: 'g1', transaction: tried, number: 1, incarnation: 1, result: { answer: ['a'] } },
  refuse: { group: 'g1', transaction: tried, reason: 'locked' },
  prepare: { group: 'g1', transaction: tried, incarnation: 1, begun_us: -1 },
  vote: { group: 'g1', transaction: tried, vote: 'yes' },
  decide: { transaction: tried, begun_us: -1, participants: ['g1'], answers: [null] },
  decision: { transaction: tried, commit: true, answers: [], reason: '' },
  ask: { group: 'g1', transaction: tried, begun_us: -1 },
  outcome: { group: 'g1', transaction: tried, commit: true },
  acknowledge: { group: 'g1', transaction: tried }
}

const order_of_saga = { saga: 'c1:1', number: 1, customer: 'k', seats: 1, amount: 100, oldest: 1 }
const account = { charged: 100, pending: 0, refunded: 0, seats: 0, mails: 0, apologies: 0 }
const saga: Examples<SagaMessage> = {
  do: { ...order_of_saga, step: 'charge', help: null },
  undo: { ...order_of_saga, step: 'charge', help: 'skip', reason: 'late' },
  answer: { saga: 'c1:1', step: 'charge', outcome: 'done', reason: '' },
  cancel: { ...order_of_saga, step: 'mail', reason: 'late' },
  ended: { ...order_of_saga, complete: true, reason: '' },
  got: { event: 'do charge c1:1' },
  look: { number: 1, customer: 'k' },
  seen: { number: 1, account, sagas: [['c1:1', 1, 'done']], oldest: 1 }
}

type Check = (message: ProtocolMessage) => boolean

/** A protocol's examples, and what else a field may be, by `type.field`. */
interface Checked {
  readonly examples: Readonly<Record<string, object>>
  readonly allowed?: Readonly<Record<string, null | undefined>>
  readonly isWellFormed: Check
}

const ballot = { n: 2, node: 'n1' }

const paxos: Examples<PaxosMessage> = {
  prepare: { key: 'k', ballot },
  promise: { key: 'k', ballot, accepted: { ballot: { n: 1, node: 'n2' }, value: 'v' } },
  accept: { key: 'k', ballot, value: 'v' },
  accepted: { key: 'k', ballot },
  refuse: { key: 'k', ballot, promised: { n: 3, node: 'n3' } },
  learned: { key: 'k', ballot, value: 'v' },
  acknowledge: { key: 'k' },
  alive: {}
}

const item = { key: 'k', value: 'v', at_us: 1, site: 'n1' }
const wishes = { push: true, pull: true }
const gossip: Examples<GossipMessage> = {
  connect: {},
  accepted: {},
  refused: {},
  rumours: { items: [item], pull: true },
  feedback: { marks: [{ key: 'k', at_us: 1, site: 'n1', needed: true }] },
  summary: { ...wishes, sum: 7, recent: [item] },
  differs: { sum: 7, recent: [item] },
  whole: { items: [item], pull: true },
  stamps: { ...wishes, stamps: [{ key: 'k', at_us: 1, site: 'n1' }] },
  difference: { items: [item], wanted: ['k'] },
  items: { items: [{ ...item, value: null, keepers: ['n2'], awakened_us: 7 }] }
}

const ben_or: Examples<BenOrMessage> = {
  report: { instance: 2, round: 3, bit: 1 },
  proposal: { instance: 2, round: 3, bit: 1 },
  decided: { instance: 2, bit: 0 },
  repeat: { instance: 2, round: 3, phase: 'report' }
}

const membership: Examples<MembershipMessage> = (() => {
  const news = [{ member: 'n2', status: 'suspect', incarnation: 3, by: 'n1' }] as const
  return {
    ping: { sequence: 1, news },
    'ping-request': { sequence: 2, target: 'n3', news },
    ack: { sequence: 1, news },
    nack: { sequence: 2, news },
    sync: { members: news },
    'sync-answer': { members: news },
    heartbeat: { news }
  }
})()

const multi_paxos: Examples<MultiPaxosMessage> = {
  prepare: { ballot: 2, commit: 3, configuration: 0 },
  promise: { ballot: 3, entries: [entry] },
  accept: { ballot: 2, entries: [entry], commit: 3, configuration: 0, round: 1 },
  accepted: { ballot: 1, slots: [4], commit: 3, round: 1, holders: ['n2'] },
  refuse: { ballot: 1, promised: 2, compacted: 0 },
  'catch-up': { commit: 3, snapshot: 2, offset: 1 },
  chosen: { entries: [entry], commit: 5 },
  snapshot: { index: 3, term: 1, configuration: { index: 2, membership: { voters: ['n1', 'n2'] } }, offset: 0, rows, done: true },
  'heartbeat-request': { round: 3 },
  'heartbeat-reply': { round: 3, ballot: 2, hears_quorum: true },
  'lease-request': { asked_us: -5, configuration: 0 },
  'lease-grant': { asked_us: -5, configuration: 0, known_from: 3 }
}

const viewstamped: Examples<ViewstampedMessage> = {
  prepare: { view: 2, entries: [entry], commit: 4 },
  'prepare-ok': { view: 2, op: 5 },
  commit: { view: 2, op: 5, commit: 4 },
  'start-view-change': { view: 3 },
  'do-view-change': { view: 3, last_normal: 2, commit: 4, entries: [entry] },
  'start-view': { view: 3, after: 4, entries: [entry], commit: 4 },
  recovery: { nonce: 7, view: 2 },
  'recovery-response': { nonce: 7, view: 2, op: 5 },
  'get-state': { view: 2, op: 4, checkpoint: 3, offset: 1 },
  'new-state': { view: 2, entries: [entry], commit: 4, last: 5 },
  checkpoint: { index: 3, term: 1, offset: 0, rows, done: true }
}

const signed_request = { session: 'c1', sequence: 1, operation, signature: 's' }
const proposal = { view: 1, n: 2, digest: 'd', requests: [signed_request], signature: 's' }
const phase_vote = { view: 1, n: 2, digest: 'd', signature: 's' }
const vouchers = [{ node: 'n1', signature: 's' }]
const view_change = { view: 1, node: 'n2', stable: { n: 0, digest: 'd', vouchers }, prepared: [], signature: 's' }

const pbft: Examples<PbftMessage> = {
  'pre-prepare': proposal,
  prepare: phase_vote,
  commit: phase_vote,
  checkpoint: { n: 2, digest: 'd', signature: 's' },
  'view-change': view_change,
  'new-view': { view: 1, changes: [{ type: 'view-change', ...view_change }], proposals: [], signature: 's' },
  relay: { requests: [signed_request] },
  status: { view: 1, settled: true, executed: 2 },
  decided: { pre_prepare: { type: 'pre-prepare', ...proposal }, commits: vouchers },
  state: { stable: { n: 2, digest: 'd', vouchers }, rows: [['key', 'k', 'v']] }
}

const PROTOCOLS: Readonly<Record<string, Checked>> = {
  raft: { examples: raft, isWellFormed: (message) => isRaftMessage(kvMachine, message as RaftMessage, NODES) },
  'leader-follower': { examples: leader_follower, isWellFormed: (message) => isLeaderFollowerMessage(message as NodeMessage) },
  quorum: {
    examples: { ...quorum, ...membership },
    isWellFormed: (message) =>
      message.type in membership
        ? isMembershipMessage(message as MembershipMessage, { addresses: NODES })
        : isQuorumMessage(message as QuorumMessage, { founders: 3, ranges: 3, versions: 'timestamp' })
  },
  'multi-leader': { examples: multi_leader, isWellFormed: (message) => isMultiLeaderMessage(message as MultiLeaderMessage, 3) },
  'atomic-commit': {
    examples: atomic_commit,
    allowed: { 'execute.incarnation': null },
    isWellFormed: (message) => {
      const id = TO_PARTICIPANT.includes(message.type) ? 'n2' : 'n1'
      return isAtomicCommitMessage(message as AtomicCommitMessage, { id, coordinator: 'n1' } as AtomicCommitState)
    }
  },
  'sharded-kv': {
    examples: { ...sharded_kv, ...membership },
    allowed: { 'orders.map': undefined, 'shard-position.state': null, 'shard-position.leader': null },
    isWellFormed: (message) =>
      message.type in membership
        ? isMembershipMessage(message as MembershipMessage, { addresses: NODES })
        : isShardedMessage(message as ShardedMessage)
  },
  clocks: { examples: clocks, isWellFormed: (message) => isClocksMessage(message as ClocksMessage, { nodes: NODES }) },
  services: {
    examples: services,
    allowed: {
      'call.amount': null,
      'call.key': null,
      'call.remaining_us': null,
      'call.seal': null,
      'call.body': null,
      'call.currency': undefined,
      'answer.value': null,
      'answer.reason': null
    },
    isWellFormed: (message) => isServicesMessage(message as ServicesMessage)
  },
  'hlc-kv': { examples: hlc_kv, isWellFormed: (message) => isHlcMessage(message as HlcMessage, 3) },
  'clock-sync': {
    examples: clock_sync,
    allowed: { 'time-answer.leap_at_us': null },
    isWellFormed: (message) => isClockSyncMessage(message as ClockSyncMessage)
  },
  'spanner-kv': { examples: spanner_kv, isWellFormed: (message) => isSpannerMessage(message as SpannerMessage) },
  'replicated-commit': {
    examples: replicated_commit,
    allowed: { 'step.incarnation': null, 'decision.answers': null },
    isWellFormed: (message) => isCommitMessage(message as CommitMessage)
  },
  saga: {
    examples: saga,
    allowed: { 'undo.help': null },
    isWellFormed: (message) => isSagaMessage(message as SagaMessage)
  },
  paxos: {
    examples: paxos,
    allowed: { 'promise.accepted': null },
    isWellFormed: (message) => isPaxosMessage(message as PaxosMessage, (name) => NODES.includes(name))
  },
  'ben-or': {
    examples: ben_or,
    allowed: { 'proposal.bit': null },
    isWellFormed: (message) => isBenOrMessage(message as BenOrMessage)
  },
  membership: {
    examples: membership,
    isWellFormed: (message) => isMembershipMessage(message as MembershipMessage, { addresses: NODES })
  },
  gossip: {
    examples: gossip,
    allowed: { 'whole.items': null },
    isWellFormed: (message) => isGossipMessage(message as GossipMessage)
  },
  'multi-paxos': { examples: multi_paxos, isWellFormed: (message) => isMultiPaxosMessage(message as MultiPaxosMessage, NODES) },
  'viewstamped-replication': {
    examples: viewstamped,
    allowed: { 'recovery-response.op': null },
    isWellFormed: (message) => isViewstampedMessage(message as ViewstampedMessage)
  },
  pbft: {
    examples: pbft,
    isWellFormed: (message) => isPbftMessage(message as PbftMessage, (name) => NODES.includes(name))
  }
}

/** What no field may be that has such a value; undefined: the field is missing. */
function wrongValues(value: unknown): readonly unknown[] {
  const others = [1, 'text', true, [], {}, null].filter((other) => kindOf(other) !== kindOf(value))
  return typeof value === 'number' ? [undefined, NaN, 0.5, ...others] : [undefined, ...others]
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

test('there are examples of every message of every protocol', () => {
  const declared = protocols.map(({ description: { name, messages } }) => [name, messages.map((message) => message.name).sort()])
  const shown = Object.entries(PROTOCOLS).map(([name, { examples }]) => [name, Object.keys(examples).sort()])
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(declared))
})

describe.each(Object.entries(PROTOCOLS))('%s', (_, { examples, allowed = {}, isWellFormed }) => {
  test.each(Object.entries(examples))('%s is refused without a field, and with one of another kind', (type, fields) => {
    expect(isWellFormed({ type, ...fields })).toBe(true)
    for (const [field, value] of Object.entries(fields))
      for (const wrong of wrongValues(value).filter(
        (wrong) => !(`${type}.${field}` in allowed) || wrong !== allowed[`${type}.${field}`]
      ))
        expect({ field, wrong, accepted: isWellFormed({ type, ...fields, [field]: wrong }) }).toEqual({
          field,
          wrong,
          accepted: false
        })
  })

  test('a message of a type that is not declared is refused', () => {
    for (const fields of Object.values(examples)) expect(isWellFormed({ type: 'stranger', ...fields })).toBe(false)
  })
})

test('a participant that votes no gives a reason', () => {
  const { isWellFormed } = PROTOCOLS['atomic-commit']!
  const no = { type: 'vote', transaction: 'c1:1', vote: 'no' }
  expect(isWellFormed({ ...no, reason: 'locked' } as ProtocolMessage)).toBe(true)
  expect(isWellFormed(no)).toBe(false)
})
