import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Panels } from '../../panels/panel'
import { headline } from './headline'
import { story } from './story'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import { counted } from '../../text/counted'
import { openWaits, waitsFold } from './execution/waits'
import { locksFold, locksOf } from './locks'
import { transactionsFold } from './transactions'

/** Transactions shown of a node. */
const SHOWN_MAX = 20
const LANES_MAX = 8
/** Members talk about transactions alone: less silence says nothing. */
const SILENCE_MS = 2_000
const LANES_US = 5_000_000

export const panels: Panels = {
  headline,
  story,
  crash_hint: 'Right-click the coordinator (or press C) to crash it, and watch who waits.',
  run: [],
  node: [
    { kind: 'lanes', title: 'Last transactions', span_us: LANES_US, lanes: lastTransactions },
    { kind: 'table', title: 'Undecided transactions', columns: ['transaction', 'waits for', 'since'], rows: undecidedRows },
    { kind: 'table', title: 'Waits for locks', columns: ['transaction', 'waits for', 'key'], rows: waitRows },
    { kind: 'table', title: 'Locks', columns: ['key', 'held for', 'transaction'], rows: lockRows }
  ],
  tag: doubtTag,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** The newest first, in all their tries. */
function lastTransactions(run: RunFold, node: NodeId) {
  const since_us = run.cluster.now_us - LANES_US
  const own = (transactionsFold.of(run)?.parts.toArray() ?? []).filter(
    (part) => part.node === node && (part.to_us ?? Infinity) >= since_us
  )
  return own
    .slice(-LANES_MAX)
    .reverse()
    .map(({ transaction, member, from_us, to_us, outcome }) => {
      const look = member === 'participant' ? ('waits' as const) : ('works' as const)
      const phase = member === 'participant' ? 'in doubt' : 'waits for votes'
      return { name: transaction, spans: [{ from_us, to_us, look, text: `${phase}, ${outcome}` }] }
    })
}

/** What has waited longest comes first. */
function undecidedRows(run: RunFold, node: NodeId) {
  const open = [...(transactionsFold.of(run)?.open.values() ?? [])].filter((part) => part.node === node)
  const more = open.length - SHOWN_MAX
  return {
    shown: open.slice(0, SHOWN_MAX).map(({ transaction, member, from_us }) => ({
      cells: [transaction, member === 'coordinator' ? 'votes' : 'the decision', `${(from_us / 1e6).toFixed(3)} s`],
      marked: member === 'participant'
    })),
    more: more > 0 ? `and ${more.toLocaleString('en')} more` : null
  }
}

function lockRows(run: RunFold, node: NodeId) {
  const locks = locksOf(locksFold.of(run), node)
  const more = locks.length - SHOWN_MAX
  return {
    shown: locks.slice(0, SHOWN_MAX).map(({ key, transaction, writes }) => ({
      cells: [key, writes ? 'writing' : 'reading', transaction],
      marked: writes
    })),
    more: more > 0 ? `and ${more.toLocaleString('en')} more` : null
  }
}

/** At this shard; what has waited longest comes first. */
function waitRows(run: RunFold, node: NodeId) {
  const waits = openWaits(run).filter((wait) => wait.node === node)
  const victim = waitsFold.of(run)?.last_deadlock?.victim
  const more = waits.length - SHOWN_MAX
  return {
    shown: waits.slice(0, SHOWN_MAX).map(({ transaction, waits_for, on }) => ({
      cells: [transaction, waits_for, on],
      marked: transaction === victim
    })),
    more: more > 0 ? `and ${more.toLocaleString('en')} more` : null
  }
}

/** `1 in doubt, 2 keys locked`. */
function doubtTag(run: RunFold, node: NodeId): string | null {
  const locks = locksOf(locksFold.of(run), node)
  const transactions = new Set(locks.map(({ transaction }) => transaction)).size
  return transactions > 0 ? `${transactions} in doubt, ${counted(locks.length, 'key')} locked` : null
}
