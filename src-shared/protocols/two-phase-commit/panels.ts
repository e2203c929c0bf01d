import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Panels } from '../../panels/panel'
import { headline } from './headline'
import { transactionsFold } from './transactions'

/** Transactions shown of a node. */
const SHOWN_MAX = 20

export const panels: Panels = {
  headline,
  crash_hint: 'Right-click the coordinator (or press C) to crash it, and watch who waits.',
  run: [],
  node: [{ kind: 'table', title: 'Undecided transactions', columns: ['transaction', 'waits for', 'since'], rows: undecidedRows }]
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
