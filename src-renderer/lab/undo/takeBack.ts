import type { FaultAction, FaultActionInput } from '../../../src-shared/faults/actions'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import type { FaultInterval } from '../../../src-shared/folds/faults'
import { faultNumbered } from '../../../src-shared/folds/faults'
import type { RunFold } from '../../../src-shared/folds/run'
import { linkId } from '../../../src-shared/ids'

/** What somebody did to the cluster, with what must be known from before it. */
export interface DoneAction {
  readonly action: FaultActionInput
  /** The lab's number for it. */
  readonly fault: number
  /** Of the fault in force that it only set otherwise; null: it is a fault of its own. */
  readonly adjusted: FaultAction | null
  /** The links as they were, of an action on one pair. */
  readonly links: readonly FaultActionInput[]
}

/** How it is taken back: the fault that is ended, then what is done again. `why_not`: it cannot be. */
export type TakeBack = { readonly end: number | null; readonly act: readonly FaultActionInput[] } | { readonly why_not: string }

/** Faults end in the moment in which something mends them, up to this, µs. */
const SAME_MOMENT_US = 20_000

/** The pair's links as actions that would make them what they are now; empty where that is not known. */
export function formerLinks({ links }: ClusterFold, action: FaultActionInput): FaultActionInput[] {
  if (action.do !== 'link') return []
  const { from, to, both = true, change } = action
  const named = Object.keys(change.settings ?? {})
  const former = (a: string, b: string): FaultActionInput[] => {
    const link = links.get(linkId(a, b))
    if (!link) return []
    const settings = Object.fromEntries(Object.entries(link.settings).filter(([name]) => named.includes(name)))
    return [{ do: 'link', from: a, to: b, both: false, change: { mode: link.mode, ...(named.length > 0 && { settings }) } }]
  }
  return both ? [...former(from, to), ...former(to, from)] : former(from, to)
}

/** Of what was done, as the run stands now. */
export function takeBack(done: DoneAction, run: RunFold): TakeBack {
  const { action, fault } = done
  switch (action.do) {
    case 'command':
      return { why_not: `An operator command cannot be taken back: the nodes have carried out “${action.command}”.` }
    case 'backup-disk':
      return { why_not: `The backup of ${action.node} is taken: there is nothing to take back.` }
    case 'join':
      return { end: null, act: [{ do: 'leave', node: action.node }] }
    case 'leave':
      return { end: null, act: [{ do: 'join', node: action.node }] }
    default:
  }
  if (done.adjusted) return { end: null, act: [done.adjusted] }
  const interval = faultNumbered(run, fault)
  if (interval === null) return { end: fault, act: [] }
  if (interval.end_us === null) return { end: fault, act: endedBy(interval, run) }
  if (interval.end_us > interval.start_us + SAME_MOMENT_US) return { why_not: `It is over already: ${interval.label}.` }
  const mended = endedBy(interval, run)
  const act = mended.length > 0 ? mended : done.links
  return act.length > 0 ? { end: null, act } : { why_not: `It changed nothing that could be taken back: ${interval.label}.` }
}

/** The faults that it ended or took the place of, in the order in which they began. */
function endedBy({ fault, start_us }: FaultInterval, { faults }: RunFold): FaultAction[] {
  const ended = faults.intervals
    .toArray()
    .filter(
      (other) =>
        other.fault < fault &&
        other.end_us !== null &&
        Math.abs(other.end_us - start_us) <= SAME_MOMENT_US &&
        other.end_us - other.start_us > SAME_MOMENT_US
    )
  return ended.map(({ action }) => action)
}
