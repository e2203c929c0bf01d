/** What members of transactions have under way, for the node that they are or, where groups take part, for the node that leads them. */
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { NodePanel, PanelRow } from '../../panels/panel'
import { counted } from '../../text/counted'
import { openWaits, waitsFold } from './execution/waits'
import { locksFold, locksOf } from './locks'
import type { Part } from './transactions'
import { transactionsFold } from './transactions'

/** Transactions shown of a node. */
const SHOWN_MAX = 20
const LANES_MAX = 8
const LANES_US = 5_000_000

export const memberPanels: readonly NodePanel[] = [
  { kind: 'lanes', title: 'Last transactions', span_us: LANES_US, lanes: lastTransactions },
  { kind: 'table', title: 'Undecided transactions', columns: ['transaction', 'waits for', 'since'], rows: undecidedRows },
  { kind: 'table', title: 'Waits for locks', columns: ['transaction', 'waits for', 'key'], rows: waitRows },
  { kind: 'table', title: 'Locks', columns: ['key', 'held for', 'transaction'], rows: lockRows }
]

/** The node itself, and the groups that it leads. */
export function membersAt({ cluster }: RunFold, node: NodeId): readonly string[] {
  const groups = cluster.nodes.get(node)?.groups ?? new Map<string, never>()
  return [node, ...[...groups].flatMap(([group, { duty }]) => (duty === 'leads' ? [group] : []))]
}

/** Transactions that the node is in doubt about. */
export function doubtsAt(run: RunFold, node: NodeId): number {
  return new Set(locksAt(run, node).map(({ transaction }) => transaction)).size
}

/** `1 in doubt, 2 keys locked`. */
export function doubtTag(run: RunFold, node: NodeId): string | null {
  const in_doubt = doubtsAt(run, node)
  return in_doubt > 0 ? `${in_doubt} in doubt, ${counted(locksAt(run, node).length, 'key')} locked` : null
}

/** The first of them, and how many more there are. */
export function limitedRows<Item>(items: readonly Item[], rowOf: (item: Item) => PanelRow) {
  const more = items.length - SHOWN_MAX
  return {
    shown: items.slice(0, SHOWN_MAX).map(rowOf),
    more: more > 0 ? `and ${more.toLocaleString('en')} more` : null
  }
}

/** The newest first, in all their tries. */
function lastTransactions(run: RunFold, node: NodeId) {
  const since_us = run.cluster.now_us - LANES_US
  const members = membersAt(run, node)
  const own = (transactionsFold.of(run)?.parts.toArray() ?? []).filter(
    (part) => members.includes(part.node) && (part.to_us ?? Infinity) >= since_us
  )
  return own
    .slice(-LANES_MAX)
    .reverse()
    .map((part) => {
      const { transaction, member, from_us, to_us, outcome } = part
      const look = member === 'participant' ? ('waits' as const) : ('works' as const)
      const phase = member === 'participant' ? 'in doubt' : 'waits for votes'
      return { name: transaction, spans: [{ from_us, to_us, look, text: `${phase}, ${outcome}${groupText(part, node)}` }] }
    })
}

/** What has waited longest comes first. */
function undecidedRows(run: RunFold, node: NodeId) {
  const members = membersAt(run, node)
  const open = [...(transactionsFold.of(run)?.open.values() ?? [])].filter((part) => members.includes(part.node))
  return limitedRows(open, (part) => {
    const is_participant = part.member === 'participant'
    const awaited = `${is_participant ? 'the decision' : 'votes'}${groupText(part, node)}`
    return { cells: [part.transaction, awaited, `${(part.from_us / 1e6).toFixed(3)} s`], marked: is_participant }
  })
}

/** Which group it is about, where it is not the node itself. */
function groupText({ node: member }: Part, node: NodeId): string {
  return member === node ? '' : `, in ${member}`
}

function lockRows(run: RunFold, node: NodeId) {
  return limitedRows(locksAt(run, node), ({ key, transaction, writes }) => ({
    cells: [key, writes ? 'writing' : 'reading', transaction],
    marked: writes
  }))
}

function locksAt(run: RunFold, node: NodeId) {
  return membersAt(run, node).flatMap((member) => locksOf(locksFold.of(run), member))
}

/** At this shard; what has waited longest comes first. */
function waitRows(run: RunFold, node: NodeId) {
  const waits = openWaits(run).filter((wait) => wait.node === node)
  const victim = waitsFold.of(run)?.last_deadlock?.victim
  return limitedRows(waits, ({ transaction, waits_for, on }) => ({
    cells: [transaction, waits_for, on],
    marked: transaction === victim
  }))
}
