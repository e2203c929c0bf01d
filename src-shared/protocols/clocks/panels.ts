import { vectorText } from '../../causality/vectors'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Panels } from '../../panels/panel'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import { ClockEvent, stampText } from './facts'
import { stampedFold } from './stamped'

/** Events shown of a node. */
const SHOWN_MAX = 20
/** Longer vectors do not fit into a node. */
const SLOTS_MAX = 5
/** Nodes talk when they are told to: less silence says nothing. */
const SILENCE_MS = 10_000

export const panels: Panels = {
  run: [],
  node: [{ kind: 'table', title: 'Last events', columns: ['event', 'Lamport', 'vector'], rows: eventRows }],
  // The figure of the node is its Lamport clock.
  caption(run, node) {
    const vector = stampedFold.of(run)?.newest.get(node)?.data.vector ?? []
    return vector.length > 0 && vector.length <= SLOTS_MAX ? vectorText(vector) : ''
  },
  headline: newestHeadline,
  crash_hint: 'Right-click a node (or press C) to crash it: its clocks go on from its disk.',
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** The newest first. */
function eventRows(run: RunFold, node: NodeId) {
  const own = (stampedFold.of(run)?.recent.toArray() ?? []).filter((event) => event.node === node)
  const more = own.length - SHOWN_MAX
  return {
    shown: own
      .slice(-SHOWN_MAX)
      .reverse()
      .map(({ data }) => ({
        cells: [`${data.does} ${data.what}`, String(data.lamport), vectorText(data.vector)],
        marked: false
      })),
    more: more > 0 ? `and ${more.toLocaleString('en')} more` : null
  }
}

/** What happened last: "B receives x = 1 from A · Lamport 2, vector [1,1,0]". */
function newestHeadline(run: RunFold) {
  const newest = stampedFold.of(run)?.recent.at(-1)
  if (newest === undefined) return { parts: [{ text: 'Nothing has happened yet', name: 'event' }] }
  const text = ClockEvent.textOf(newest).split(': Lamport')[0]!
  return {
    parts: [
      { text, name: 'event' },
      { text: ` · ${stampText(newest.data)}`, muted: true as const }
    ]
  }
}
