import { counted } from '../../text/counted'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Panels } from '../../panels/panel'
import type { ReplicaKey } from '../../replica'
import { replicaOf } from '../../replica'
import { doubtTag, limitedRows, memberPanels, membersAt } from '../transactions/member-panels'
import { headline } from './headline'
import { leaderless, ledParts, ledText } from './led-groups'
import { awaitedRecords } from './records'
import { story } from './story'

/** Leaders are heard more often than that. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  story,
  crash_hint: 'Right-click a node (or press C) to crash it, and see how soon others go on with its transactions.',
  run: [],
  node: [
    {
      kind: 'ring',
      title: 'Groups that it leads',
      legend: 'Arcs around a node are the groups that it leads; hatched: a transaction is in doubt there for long',
      parts: ledParts,
      text: ledText
    },
    ...memberPanels,
    { kind: 'table', title: 'Records that are awaited', columns: ['transaction', 'says', 'in', 'awaited by'], rows: recordRows }
  ],
  caption: replicaCaption,
  tag,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** In the logs of groups that the node leads. */
function recordRows(run: RunFold, node: NodeId) {
  const members = membersAt(run, node)
  const own = awaitedRecords(run).filter(({ record }) => members.includes(record.group))
  return limitedRows(own, ({ record: { transaction, commit, group }, by }) => ({
    cells: [transaction, commit ? 'commit' : 'abort', group, by.join(', ')],
    marked: true
  }))
}

/** `1 prepared, 2 records`: what its copy of a group had when it was last sampled. */
function replicaCaption(run: RunFold, replica: ReplicaKey): string {
  const { node, group } = replicaOf(replica)
  const { prepared = 0, records = 0 } = copyOf(run, node, group ?? '')
  return [...(prepared > 0 ? [`${prepared} prepared`] : []), ...(records > 0 ? [counted(records, 'record')] : [])].join(', ')
}

/** Of groups that it leads what is in doubt; of those that nobody leads what its copies have prepared. */
function tag(run: RunFold, node: NodeId): string | null {
  const prepared = leaderless(run).reduce((sum, group) => sum + (copyOf(run, node, group)['prepared'] ?? 0), 0)
  return doubtTag(run, node) ?? (prepared > 0 ? `${prepared} prepared, no leader` : null)
}

function copyOf({ cluster }: RunFold, node: NodeId, group: string): Readonly<Record<string, number>> {
  return cluster.nodes.get(node)?.groups.get(group)?.values ?? {}
}
