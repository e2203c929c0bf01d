/** Members of groups that gave their places to others, and when each group was whole again. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import { Configured } from '../replicated-log/facts'
import { MemberReplaced } from './facts'

export interface MemberReplacement {
  readonly epoch: number
  readonly group: string
  readonly member: string
  readonly by: string
  readonly reason: string
  readonly planned_us: number
  /** When the group had committed that the one votes and the other does not; null: it has not yet. */
  whole_us: number | null
}

export interface ReplacementsFold {
  readonly replacements: Ring<MemberReplacement>
  /** By group, those that it has yet to carry out. */
  readonly open: Map<string, MemberReplacement[]>
}

const REPLACEMENTS_MAX = 5000

export const replacementsFold = declareFold<ReplacementsFold>({
  create: () => ({ replacements: new Ring(REPLACEMENTS_MAX), open: new Map() }),
  reads: [MemberReplaced.name, Configured.name],
  observe: foldReplacements,
  tables: (fold) => [replacementsTable(fold)]
})

function foldReplacements(fold: ReplacementsFold, event: LabEvent): void {
  if (MemberReplaced.is(event)) foldReplaced(fold, event)
  else if (Configured.is(event)) foldConfigured(fold, event)
}

/** A new placement leader tells what its predecessor told. */
function foldReplaced({ replacements, open }: ReplacementsFold, { t, data }: MemberReplaced): void {
  for (const { epoch, group } of replacements) if (epoch === data.epoch && group === data.group) return
  const created: MemberReplacement = { ...data, planned_us: t, whole_us: null }
  replacements.push(created)
  open.set(data.group, [...(open.get(data.group) ?? []), created])
}

/** Each member tells of the configuration: the first to know it committed counts. */
function foldConfigured({ open }: ReplacementsFold, { t, group = '', data }: Configured): void {
  const waiting = open.get(group)
  if (waiting === undefined || !data.is_committed || data.outgoing.length > 0) return
  const left = waiting.filter((one) => {
    const isWhole = data.voters.includes(one.by) && !data.voters.includes(one.member)
    if (isWhole) one.whole_us = t
    return !isWhole
  })
  if (left.length > 0) open.set(group, left)
  else open.delete(group)
}

function replacementsTable({ replacements }: ReplacementsFold): Table {
  return {
    name: 'shard-replacements',
    title: 'Members of groups that gave their places to others: why, and when the group was whole again',
    columns: ['epoch', 'group', 'member', 'by', 'reason', 'planned_s', 'whole_s'],
    *rows() {
      for (const { epoch, group, member, by, reason, planned_us, whole_us } of replacements)
        yield [epoch, group, member, by, reason, toSeconds(planned_us), toSeconds(whole_us)]
    }
  }
}
