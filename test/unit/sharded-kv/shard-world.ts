/**
 * Groups of shards without Raft: each is a log that is applied at once, and a leader that forgets what it knew whenever it is told to.
 * What is under way, messages and proposals, comes in any order, twice or never, as the test says.
 */
import { readSwitches } from '../../../src-node/protocols/kit/settings'
import type { SwitchesOn } from '../../../src-node/protocols/kit/settings'
import type { ClientReply } from '../../../src-node/protocols/contract'
import { makeEntry } from '../../../src-node/protocols/replicated-log/entry'
import type { AppliedEntry } from '../../../src-node/protocols/replicated-log/machine'
import type { RangeChange } from '../../../src-node/protocols/sharded-kv/placement/state'
import type { ShardCommand } from '../../../src-node/protocols/sharded-kv/shards/commands'
import { shardMachine } from '../../../src-node/protocols/sharded-kv/shards/machine'
import type { MoveMessage, ShardPosition } from '../../../src-node/protocols/sharded-kv/shards/messages'
import type { TargetState } from '../../../src-node/protocols/sharded-kv/shards/position'
import { sourceAction } from '../../../src-node/protocols/sharded-kv/shards/source'
import { outcomeOf, rangeCommand } from '../../../src-node/protocols/sharded-kv/shards/ranges'
import type { Shard, ShardMachine, ShardNews } from '../../../src-node/protocols/sharded-kv/shards/state'
import { outgoingOf } from '../../../src-node/protocols/sharded-kv/shards/state'
import { commandFor, targetState } from '../../../src-node/protocols/sharded-kv/shards/target'

export const GROUPS = ['a', 'b', 'c'] as const
export type GroupOfWorld = (typeof GROUPS)[number]

const SETTINGS = { chunk_bytes: 60, cutover_rows: 1, rounds_max: 3 }
/** Keys in two halves. */
export const RANGES = [
  { by: 'key', from: '', to: 'k4' },
  { by: 'key', from: 'k4', to: null }
] as const

interface Leader {
  readonly targets: Map<number, TargetState>
  readonly keys: Map<number, readonly string[]>
  readonly cancelled: Set<number>
}

export class TestGroup {
  machine: ShardMachine = shardMachine.empty()
  index = 0
  leader: Leader = newLeader()

  constructor(
    readonly name: GroupOfWorld,
    readonly switches: SwitchesOn
  ) {}

  commit(command: ShardCommand): ShardNews[] {
    const operation = { f: 'command', command, bytes: 0 } as never
    const entry = makeEntry(++this.index, 1, '', 0, operation) as AppliedEntry
    shardMachine.apply(this.machine, entry, this.switches)
    return this.machine.told.splice(0)
  }

  write(session: string, sequence: number, key: string, value: string): ClientReply {
    const entry = makeEntry(++this.index, 1, session, sequence, { f: 'append', key, value }) as AppliedEntry
    return shardMachine.apply(this.machine, entry, this.switches)
  }

  read(key: string): ClientReply {
    return shardMachine.read(this.machine, { f: 'get', key }, this.switches)
  }

  /** Everything volatile is lost, and the state is what a snapshot of it brings back. */
  loseLeader(): void {
    this.leader = newLeader()
    this.machine = shardMachine.fromRows(JSON.parse(JSON.stringify(shardMachine.toRows(this.machine))) as never)
  }
}

function newLeader(): Leader {
  return { targets: new Map(), keys: new Map(), cancelled: new Set() }
}

export type Pending =
  | { readonly kind: 'commit'; readonly group: GroupOfWorld; readonly command: ShardCommand }
  | { readonly kind: 'message'; readonly message: MoveMessage | ShardPosition }

export class ShardWorld {
  readonly groups: ReadonlyMap<string, TestGroup>
  /** Under way: proposals of leaders, and messages. */
  readonly pending: Pending[] = []
  readonly news: (ShardNews & { readonly group: string })[] = []
  /** Splits and merges that are ordered and not made yet. */
  private orders: RangeChange[] = []
  /** The number of the last move, split or merge. */
  private last = 0

  constructor(switches: readonly string[] = []) {
    this.groups = new Map(GROUPS.map((name) => [name, new TestGroup(name, readSwitches(switches))]))
    const [a, b, c] = GROUPS
    this.commit(a, { do: 'found', shards: [{ id: 0, range: RANGES[0] }] })
    this.commit(b, { do: 'found', shards: [{ id: 1, range: RANGES[1] }] })
    this.commit(c, { do: 'found', shards: [] })
  }

  of(name: string): TestGroup {
    return this.groups.get(name)!
  }

  /** The placement service has a shard that stays somewhere move. */
  plan(shard: number, to: GroupOfWorld): void {
    const from = this.ownerOf(shard)
    if (from === undefined || from === to || this.isUnderWay(shard)) return
    this.pending.push({ kind: 'commit', group: from, command: { do: 'begin', move: ++this.last, shard, to } })
  }

  /** The placement service has a shard that stays where it is split. */
  split(shard: number, at: string | null): void {
    const group = this.ownerOf(shard)
    if (group === undefined || this.isUnderWay(shard)) return
    const { from, to } = this.of(group).machine.shards.get(shard)!.range
    if (at !== null && (at <= from || (to !== null && at >= to))) return
    const change = { do: 'split', id: ++this.last, shard, group, into: this.freeShard(), at, by: 'keys', reason: '' } as const
    this.orders.push(change)
  }

  /** … or merged with the one after it, if both are in one group. */
  merge(shard: number): void {
    const group = this.ownerOf(shard)
    if (group === undefined || this.isUnderWay(shard)) return
    const { shards } = this.of(group).machine
    const right = [...shards.values()].find(({ range }) => range.from === shards.get(shard)!.range.to)
    if (right === undefined || this.ownerOf(right.id) !== group || this.isUnderWay(right.id)) return
    this.orders.push({ do: 'merge', id: ++this.last, shard, group, with: right.id, reason: '' })
  }

  /** The source is to give up what it has not handed over. */
  cancel(shard: number): void {
    for (const group of this.groups.values()) {
      const found = group.machine.shards.get(shard)
      const outgoing = found && outgoingOf(found)
      if (outgoing) group.leader.cancelled.add(outgoing.move)
    }
  }

  /** Each leader does what is next, of each of its moves. */
  lead(): void {
    for (const group of this.groups.values()) for (const shard of group.machine.shards.values()) this.leadMove(group, shard.id)
    this.orders = this.orders.filter((change) => outcomeOf(this.of(change.group).machine, change) === null)
    for (const change of this.orders) {
      const command = rangeCommand(this.of(change.group).machine, change)
      if (command !== null) this.pending.push({ kind: 'commit', group: change.group as GroupOfWorld, command })
    }
  }

  /** Something that is under way happens. */
  happen(at: number, stays: boolean): void {
    const pending = this.pending[at % this.pending.length]
    if (pending === undefined) return
    if (!stays) this.pending.splice(at % this.pending.length, 1)
    if (pending.kind === 'commit') this.commit(pending.group, pending.command)
    else this.receive(pending.message)
  }

  lose(at: number): void {
    if (this.pending.length > 0) this.pending.splice(at % this.pending.length, 1)
  }

  /** Nothing is late any more: all moves come to their end. */
  settle(): void {
    for (let round = 0; round < 200; round++) {
      this.lead()
      while (this.pending.length > 0) this.happen(0, false)
    }
  }

  /** Groups that answer for the key, and what they say. */
  answersOf(key: string): string[] {
    return [...this.groups.values()].flatMap((group) => {
      const reply = group.read(key)
      return reply.status === 'ok' ? [reply.result.value ?? ''] : []
    })
  }

  private commit(name: GroupOfWorld, command: ShardCommand): void {
    this.news.push(
      ...this.of(name)
        .commit(command)
        .map((item) => ({ ...item, group: name }))
    )
  }

  private isUnderWay(shard: number): boolean {
    const leaves = (group: TestGroup): boolean => {
      const found = group.machine.shards.get(shard)
      // Handed over once more is no move any more when the target serves it, as the placement service has heard by then.
      return found !== undefined && outgoingOf(found) !== null && found.stage.status !== 'handed-over'
    }
    const isOrdered = (change: RangeChange): boolean =>
      change.shard === shard || (change.do === 'merge' ? change.with : change.into) === shard
    return (
      [...this.groups.values()].some(leaves) ||
      this.orders.some(isOrdered) ||
      this.pending.some((item) => item.kind === 'commit' && item.command.do === 'begin' && item.command.shard === shard)
    )
  }

  private ownerOf(shard: number): GroupOfWorld | undefined {
    return GROUPS.find((name) => this.of(name).machine.shards.get(shard)?.stage.status === 'serving')
  }

  /** A number that nobody has but who has handed it over: whoever had it then has merged it with another. */
  private freeShard(): number {
    const isTaken = ({ stage }: Shard): boolean => stage.status !== 'handed-over'
    const held = [...this.groups.values()].flatMap(({ machine }) => [...machine.shards.values()].filter(isTaken))
    const taken = new Set(held.map(({ id }) => id))
    for (const change of this.orders) if (change.do === 'split') taken.add(change.into)
    let id = 0
    while (taken.has(id)) id++
    return id
  }

  private leadMove(group: TestGroup, id: number): void {
    const shard = group.machine.shards.get(id)!
    const outgoing = outgoingOf(shard)
    if (outgoing === null) return
    const { leader } = group
    const { move, to } = outgoing
    if (!leader.keys.has(move)) leader.keys.set(move, [...shard.data.keys()].sort())
    const order = leader.cancelled.has(move) ? 'give-up' : 'go'
    const view = { target: leader.targets.get(move) ?? null, keys: leader.keys.get(move)!, rounds: 0, order } as const
    const action = sourceAction(shard, outgoing, view, SETTINGS, group.switches)
    const head = { move, shard: id, from: group.name, to }
    if (action.do === 'commit') this.pending.push({ kind: 'commit', group: group.name, command: action.command })
    else if (action.do === 'offer') this.say({ type: 'offer-shard', ...head, range: shard.range })
    else if (action.do === 'activate') this.say({ type: 'activate-shard', ...head })
    else if (action.do === 'send') this.say({ type: 'shard-part', ...head, at: action.at, next: action.next, rows: action.rows })
  }

  private say(message: MoveMessage | ShardPosition): void {
    this.pending.push({ kind: 'message', message })
  }

  private receive(message: MoveMessage | ShardPosition): void {
    const { move, shard, from, to } = message
    if (message.type === 'shard-position') {
      if (message.state !== null) this.of(from).leader.targets.set(move, message.state)
      return
    }
    const target = this.of(to)
    const command = commandFor(target.machine, message, target.switches)
    if (command !== null) this.pending.push({ kind: 'commit', group: target.name, command })
    const state = targetState(target.machine, shard, move)
    this.say({ type: 'shard-position', move, shard, from, to, state, leader: null })
  }
}
