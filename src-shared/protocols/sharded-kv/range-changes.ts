/** How ranges were split and merged, and why. */
import { declareFold } from '../../folds/declared'
import type { LabEvent } from '../../events'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import { ShardMerged, ShardSplit, SplitGivenUp } from './facts'

export interface RangeChange {
  /** Its number. */
  readonly epoch: number
  readonly kind: 'split' | 'merged' | 'given up'
  readonly t_us: number
  /** Who made it, or would not. */
  readonly group: string
  readonly shard: number
  /** The shard that has the keys from the boundary on, or had them; null: there is none. */
  readonly other: number | null
  readonly at: string | null
  readonly left_keys: number | null
  readonly right_keys: number | null
  readonly reason: string
}

export interface RangeChangesFold {
  readonly changes: Ring<RangeChange>
  /** The numbers of {@link changes}: every copy of a group tells the same. */
  readonly known: Set<number>
}

const CHANGES_MAX = 10_000

export const rangeChangesFold = declareFold<RangeChangesFold>({
  create: () => ({ changes: new Ring(CHANGES_MAX), known: new Set() }),
  reads: [ShardSplit.name, ShardMerged.name, SplitGivenUp.name],
  observe: foldChange,
  ticks: {
    title: 'split or merge',
    titles: 'splits and merges',
    times_us: ({ changes }) => changes.toArray().flatMap(({ kind, t_us }) => (kind === 'given up' ? [] : t_us))
  },
  tables: (fold) => [changesTable(fold)]
})

function foldChange({ changes, known }: RangeChangesFold, event: LabEvent): void {
  const change = changeOf(event)
  if (change === null || known.has(change.epoch)) return
  known.add(change.epoch)
  const lost = changes.push(change)
  if (lost !== undefined) known.delete(lost.epoch)
}

function changeOf(event: LabEvent): RangeChange | null {
  if (event.kind !== 'fact') return null
  const told = { t_us: event.t, group: event.group ?? event.node }
  if (SplitGivenUp.is(event))
    return { ...event.data, ...told, kind: 'given up', other: null, at: null, left_keys: null, right_keys: null }
  if (!ShardSplit.is(event) && !ShardMerged.is(event)) return null
  const { epoch, shard, at, left, right, reason } = event.data
  const stock = { left_keys: left.keys, right_keys: right.keys }
  const head = ShardSplit.is(event)
    ? ({ kind: 'split', other: event.data.into } as const)
    : ({ kind: 'merged', other: event.data.with } as const)
  return { epoch, shard, at, reason, ...head, ...stock, ...told }
}

/** `split at "k150": 12 and 13 keys`. */
export function changeText({ kind, other, at, left_keys, right_keys }: RangeChange): string {
  if (kind === 'given up') return 'left as it is'
  const keys = `${left_keys} and ${right_keys} ${right_keys === 1 ? 'key' : 'keys'}`
  return kind === 'split' ? `split at "${at}" into ${other}: ${keys}` : `merged with ${other}: ${keys}`
}

function changesTable({ changes }: RangeChangesFold): Table {
  return {
    name: 'shard-ranges',
    title: 'Splits and merges of ranges: by whom and why, where the boundary was, and the keys on both its sides',
    columns: ['t_s', 'epoch', 'change', 'group', 'shard', 'other', 'at', 'left_keys', 'right_keys', 'reason'],
    *rows() {
      for (const { t_us, epoch, kind, group, shard, other, at, left_keys, right_keys, reason } of changes)
        yield [toSeconds(t_us), epoch, kind, group, shard, other, at, left_keys, right_keys, reason]
    }
  }
}
