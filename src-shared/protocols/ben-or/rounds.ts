/** Rounds of each node, and how many each instance took. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import type { NodeId } from '../../ids'
import type { FaultEffect } from '../../result'
import { counted } from '../../text/counted'
import type { Bit } from './bits'
import type { BitSource } from './facts'
import { BitDecided, BitProposed, BitReported } from './facts'

export interface RoundSpan {
  readonly node: NodeId
  readonly instance: number
  readonly round: number
  readonly bit: Bit
  readonly source: BitSource
  readonly from_us: number
  /** What it proposed; undefined: it has not yet. */
  proposal: Bit | null | undefined
  /** null: it goes on. */
  to_us: number | null
  /** Its end is a decision. */
  decided: boolean
}

/** An instance that somebody has decided by proposals. */
export interface DecidedInstance {
  readonly instance: number
  readonly bit: Bit
  /** Of the first node that did. */
  readonly round: number
  readonly at_us: number
}

interface RoundsFold {
  readonly spans: Ring<RoundSpan>
  /** The round that each node is in. */
  readonly current: Map<NodeId, RoundSpan>
  readonly decided: Ring<DecidedInstance>
  /** The newest instance in {@link decided}. */
  last_decided: number
}

const SPANS_MAX = 20_000
const DECIDED_MAX = 20_000

export const roundsFold = declareFold<RoundsFold>({
  create: () => ({ spans: new Ring(SPANS_MAX), current: new Map(), decided: new Ring(DECIDED_MAX), last_decided: 0 }),
  reads: ['node-exited', BitReported.name, BitProposed.name, BitDecided.name],
  observe: foldRounds,
  effects: decidedInstances,
  tables: (fold) => [roundsTable(fold)]
})

function foldRounds(fold: RoundsFold, event: LabEvent): void {
  if (event.kind === 'node-exited') return endRound(fold, event.node, event.t, false)
  if (BitReported.is(event)) {
    const { node, t, data } = event
    endRound(fold, node, t, false)
    const { instance, round, bit, source } = data
    const span: RoundSpan = { node, instance, round, bit, source, from_us: t, proposal: undefined, to_us: null, decided: false }
    fold.current.set(node, span)
    fold.spans.push(span)
  } else if (BitProposed.is(event)) {
    const span = fold.current.get(event.node)
    if (span) span.proposal = event.data.bit
  } else if (BitDecided.is(event)) {
    const { instance, bit, round } = event.data
    endRound(fold, event.node, event.t, true)
    if (round === null || instance <= fold.last_decided) return
    fold.last_decided = instance
    fold.decided.push({ instance, bit, round, at_us: event.t })
  }
}

function endRound({ current }: RoundsFold, node: NodeId, t_us: number, decided: boolean): void {
  const span = current.get(node)
  if (span) Object.assign(span, { to_us: t_us, decided })
  current.delete(node)
}

function decidedInstances({ decided }: RoundsFold, from_us: number, until_us: number): FaultEffect[] {
  const value = decided.toArray().filter(({ at_us }) => at_us >= from_us && at_us <= until_us).length
  return [
    {
      name: 'instances_decided',
      title: 'Instances decided meanwhile',
      unit: '',
      value,
      text: `${counted(value, 'instance')} decided meanwhile`
    }
  ]
}

function roundsTable({ decided }: RoundsFold): Table {
  return {
    name: 'rounds',
    title: 'Instances: the round in which the first node decided',
    columns: ['instance', 'bit', 'round', 'decided_s'],
    *rows() {
      for (const { instance, bit, round, at_us } of decided) yield [instance, bit, round, toSeconds(at_us)]
    }
  }
}
