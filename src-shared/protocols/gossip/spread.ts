/** How each update spreads: who knows it since when and from whom, and who tells it no more. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import type { NodeId } from '../../ids'
import { InterestLost, UpdateInjected, UpdateLearned } from './facts'
import { itemText, updateId } from './items'
import type { Item } from './items'

export interface Knower {
  readonly node: NodeId
  /** null: it was given the update. */
  readonly from: NodeId | null
  readonly at_us: number
  /** Rounds since the update was made. */
  readonly rounds: number
}

export interface Spread {
  readonly item: Item
  readonly round: number
  /** The first one was given it. */
  readonly knowers: Knower[]
  /** When sites lost interest in it. */
  readonly silenced_us: number[]
}

interface SpreadFold {
  readonly updates: Ring<Spread>
  readonly by_id: Map<string, Spread>
}

const UPDATES_MAX = 200
const KNOWERS_MAX = 2_000

export const spreadFold = declareFold<SpreadFold>({
  create: () => ({ updates: new Ring(UPDATES_MAX), by_id: new Map() }),
  reads: [UpdateInjected.name, UpdateLearned.name, InterestLost.name],
  observe: foldSpread,
  ticks: {
    title: 'update',
    titles: 'updates',
    times_us: ({ updates }) => updates.toArray().map(({ knowers }) => knowers[0]!.at_us)
  },
  tables: (fold) => [spreadTable(fold)]
})

function foldSpread(fold: SpreadFold, event: LabEvent): void {
  if (UpdateInjected.is(event)) {
    const { round, key, value, at_us, site } = event.data
    const knowers: Knower[] = [{ node: event.node, from: null, at_us: event.t, rounds: 0 }]
    const spread: Spread = { item: { key, value, at_us, site }, round, knowers, silenced_us: [] }
    fold.by_id.set(updateId(event.data), spread)
    const old = fold.updates.push(spread)
    if (old) fold.by_id.delete(updateId(old.item))
  } else if (UpdateLearned.is(event)) {
    const spread = fold.by_id.get(updateId(event.data))
    if (spread === undefined || spread.knowers.length >= KNOWERS_MAX) return
    const { from, round } = event.data
    spread.knowers.push({ node: event.node, from, at_us: event.t, rounds: round - spread.round })
  } else if (InterestLost.is(event)) fold.by_id.get(updateId(event.data))?.silenced_us.push(event.t)
}

/** The newest update that was made by then; null: none was. */
export function newestSpread({ updates }: SpreadFold, until_us: number): Spread | null {
  for (let at = -1; at >= -updates.length; at--) {
    const spread = updates.at(at)!
    if (spread.knowers[0]!.at_us <= until_us) return spread
  }
  return null
}

function spreadTable({ updates }: SpreadFold): Table {
  return {
    name: 'spread',
    title: 'Updates: who learned them when, and from whom',
    columns: ['update', 'site', 'from', 'learned_s', 'rounds'],
    *rows() {
      for (const { item, knowers } of updates)
        for (const { node, from, at_us, rounds } of knowers) yield [itemText(item), node, from ?? '', toSeconds(at_us), rounds]
    }
  }
}
