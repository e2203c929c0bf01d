/** Who waits for whom, and for which key: the wait-for graph as it stands, and as it stood when a victim was last chosen. */
import type { LabEvent } from '../../../events'
import { declareFold } from '../../../folds/declared'
import { Ring } from '../../../folds/ring'
import type { RunFold } from '../../../folds/run'
import type { Table } from '../../../folds/table'
import { toSeconds } from '../../../folds/table'
import type { NodeId } from '../../../ids'
import { StepWaits, Victim, WaitOver } from './facts'

/** One wait of a transaction at a shard, for one other. */
export interface Wait {
  readonly transaction: string
  readonly waits_for: string
  /** The key, or a prefix with a star. */
  readonly on: string
  readonly node: NodeId
  readonly from_us: number
  /** null: it lasts. */
  to_us: number | null
}

/** A victim, and the waits that it was part of. */
export interface Deadlock {
  readonly t_us: number
  readonly victim: string
  readonly policy: string
  readonly waits: readonly Wait[]
}

export interface WaitsFold {
  readonly waits: Ring<Wait>
  /** Those that last, by `node transaction`. */
  readonly open: Map<string, readonly Wait[]>
  last_deadlock: Deadlock | null
}

const WAITS_MAX = 20_000

export const waitsFold = declareFold<WaitsFold>({
  create: () => ({ waits: new Ring(WAITS_MAX), open: new Map(), last_deadlock: null }),
  reads: ['node-exited', StepWaits.name, WaitOver.name, Victim.name],
  observe: foldWaits,
  tables: (fold) => [waitsTable(fold)]
})

/** All that last now, what has waited longest first. */
export function openWaits(run: RunFold): Wait[] {
  return [...(waitsFold.of(run)?.open.values() ?? [])].flat().sort((a, b) => a.from_us - b.from_us)
}

function foldWaits(fold: WaitsFold, event: LabEvent): void {
  if (event.kind === 'node-exited') return endAllAt(fold, event.node, event.t)
  if (event.kind !== 'fact') return
  if (StepWaits.is(event)) begin(fold, event)
  else if (WaitOver.is(event)) end(fold, `${event.node} ${event.data.transaction}`, event.t)
  else if (Victim.is(event)) foldVictim(fold, event)
}

function begin(fold: WaitsFold, { node, t, data: { transaction, blockers } }: StepWaits): void {
  const name = `${node} ${transaction}`
  end(fold, name, t)
  const waits = blockers.map(({ transaction: waits_for, on }): Wait => {
    return { transaction, waits_for, on, node, from_us: t, to_us: null }
  })
  fold.open.set(name, waits)
  for (const wait of waits) fold.waits.push(wait)
}

function end({ open }: WaitsFold, name: string, t: number): void {
  for (const wait of open.get(name) ?? []) wait.to_us = t
  open.delete(name)
}

/** The locks of a shard that dies die with it. */
function endAllAt(fold: WaitsFold, node: NodeId, t: number): void {
  for (const name of [...fold.open.keys()]) if (name.startsWith(`${node} `)) end(fold, name, t)
}

function foldVictim(fold: WaitsFold, { t, data: { transaction: victim, policy, cycle } }: Victim): void {
  const concerned = new Set(cycle.length > 0 ? cycle : [victim])
  const isPart = (wait: Wait): boolean =>
    cycle.length > 0
      ? concerned.has(wait.transaction) && concerned.has(wait.waits_for)
      : concerned.has(wait.transaction) || concerned.has(wait.waits_for)
  const waits = [...fold.open.values()].flat().filter(isPart)
  // Under wait-die the victim never waits.
  if (waits.length > 0) fold.last_deadlock = { t_us: t, victim, policy, waits }
}

function waitsTable({ waits }: WaitsFold): Table {
  return {
    name: 'lock-waits',
    title: 'Waits for locks: who waited for whom, at which shard and for which key',
    columns: ['transaction', 'waits_for', 'key', 'node', 'from_s', 'to_s'],
    *rows() {
      for (const { transaction, waits_for, on, node, from_us, to_us } of waits)
        yield [transaction, waits_for, on, node, toSeconds(from_us), toSeconds(to_us)]
    }
  }
}
