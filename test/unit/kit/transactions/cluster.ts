/** Two shards and whoever coordinates their transactions, without messages: one call is one step of one transaction. */
import { HYBRID_ZERO, tick } from '../../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import { execute } from '../../../../src-node/protocols/kit/transactions/execute'
import { prepare, settle } from '../../../../src-node/protocols/kit/transactions/settle'
import { newStore } from '../../../../src-node/protocols/kit/transactions/store'
import type { Execution, Resumed, Store } from '../../../../src-node/protocols/kit/transactions/store'
import type { TransactionSwitches } from '../../../../src-node/protocols/kit/transactions/rules'
import type { DeadlockPolicy, Isolation } from '../../../../src-shared/protocols/transactions/execution/choices'
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import type { ShardStep } from '../../../../src-node/protocols/kit/transactions/steps'
import { findCycle, victimOf } from '../../../../src-node/protocols/kit/transactions/wait-for'

export interface Session {
  readonly name: string
  readonly steps: readonly ShardStep[]
  readonly age: HybridTime
  readonly answers: StepAnswer[]
  /** By shard that it waits for: whom. */
  readonly waits: Map<number, string[]>
  readonly shards: Set<number>
  state: 'open' | 'committed' | 'aborted'
  reason: string
  committed_at: HybridTime
}

export class Cluster {
  readonly shards: Store[]
  readonly sessions = new Map<string, Session>()
  /** In the order of their commits. */
  readonly committed: Session[] = []
  private clock = HYBRID_ZERO

  constructor(
    isolation: Isolation,
    deadlocks: DeadlockPolicy = 'detection',
    readonly switches: TransactionSwitches = {},
    shards = 2
  ) {
    const rules = { isolation, deadlocks, transactions_max: 64, versions_kept: 8 }
    this.shards = Array.from({ length: shards }, () => newStore(rules, 1))
  }

  now(): HybridTime {
    return (this.clock = tick(this.clock, 0))
  }

  begin(name: string, steps: readonly ShardStep[]): Session {
    const session: Session = {
      name,
      steps,
      age: this.now(),
      answers: [],
      waits: new Map(),
      shards: new Set(),
      state: 'open',
      reason: '',
      committed_at: HYBRID_ZERO
    }
    this.sessions.set(name, session)
    return session
  }

  /** The next step, or the commit after the last; false: it waits, or is over. */
  advance(session: Session): boolean {
    if (session.state !== 'open' || session.waits.size > 0) return false
    if (session.answers.length === session.steps.length) this.commit(session)
    else this.executeNext(session)
    return true
  }

  private executeNext(session: Session): void {
    const number = session.answers.length
    const step = session.steps[number]!
    const places = step.do === 'scan' ? this.shards.map((_, place) => place) : [this.placeOf(step.key)]
    session.answers.push(step.do === 'scan' ? {} : null)
    for (const place of places) session.waits.set(place, [])
    for (const place of places) {
      if (session.state !== 'open') return
      const incarnation = session.shards.has(place) ? 1 : null
      session.shards.add(place)
      const { name: transaction, age } = session
      const request = { transaction, age, snapshot: age, number, step, incarnation }
      this.take(session, place, execute(this.shards[place]!, request, this.switches))
    }
  }

  private placeOf(key: string): number {
    return key.charCodeAt(key.length - 1) % this.shards.length
  }

  private take(session: Session, place: number, execution: Execution): void {
    switch (execution.outcome) {
      case 'done': {
        session.waits.delete(place)
        const last = session.answers.length - 1
        const is_scan = session.steps[last]!.do === 'scan'
        session.answers[last] = is_scan ? merged(session.answers[last], execution.answer) : execution.answer
        return
      }
      case 'refused':
        return this.abort(session, execution.reason)
      case 'waits':
        session.waits.set(
          place,
          execution.blockers.map(({ transaction }) => transaction)
        )
        for (const { transaction, reason } of execution.victims) this.abort(this.sessions.get(transaction)!, reason)
        return
      case 'stale':
        throw new Error('nothing is sent twice here')
    }
  }

  private commit(session: Session): void {
    const stamp = this.now()
    for (const place of session.shards) {
      const vote = prepare(this.shards[place]!, { transaction: session.name, incarnation: 1, stamp }, this.switches)
      if (vote.vote === 'no') return this.abort(session, vote.reason)
    }
    session.state = 'committed'
    session.committed_at = stamp
    this.committed.push(session)
    this.settle(session, true)
  }

  abort(session: Session, reason: string): void {
    if (session.state !== 'open') return
    session.state = 'aborted'
    session.reason = reason
    session.waits.clear()
    this.settle(session, false)
  }

  private settle(session: Session, commit: boolean): void {
    for (const place of session.shards) {
      const resumed: Resumed[] = settle(this.shards[place]!, session.name, commit, this.switches)
      for (const { transaction, execution } of resumed) {
        const other = this.sessions.get(transaction)!
        if (other.state === 'open') this.take(other, place, execution)
      }
    }
  }

  /** Who waits for whom, among those that are open. */
  waitFor(): Map<string, string[]> {
    const open = [...this.sessions.values()].filter(({ state }) => state === 'open')
    return new Map(open.map(({ name, waits }) => [name, [...waits.values()].flat()]))
  }

  /** Aborts the youngest of a cycle; false: there is none. */
  breakDeadlock(): boolean {
    const cycle = findCycle(this.waitFor())
    if (cycle === null) return false
    const victim = victimOf(cycle, (name) => this.sessions.get(name)!.age)
    this.abort(this.sessions.get(victim)!, 'deadlock')
    return true
  }

  /** What is committed, over all shards. */
  values(): Record<string, StoredValue> {
    return Object.fromEntries(
      this.shards.flatMap(({ versions }) => [...versions.by_key].map(([key, all]) => [key, all.at(-1)!.value] as const))
    )
  }
}

/** Runs until all are over, in the order that `choose` says; a deadlock is broken only when nobody else can go on. */
export function runAll(cluster: Cluster, sessions: readonly Session[], choose: (count: number) => number): void {
  for (;;) {
    const ready = sessions.filter(({ state, waits }) => state === 'open' && waits.size === 0)
    if (ready.length > 0) cluster.advance(ready[choose(ready.length)]!)
    else if (!cluster.breakDeadlock()) return
  }
}

/** What a scan found so far, by key in order. */
function merged(found: StepAnswer | undefined, more: StepAnswer): StepAnswer {
  const all = Object.entries({ ...(found as object), ...(more as object) } as Record<string, StoredValue>)
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)))
}
