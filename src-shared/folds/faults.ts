/** What was done to the cluster, and when. */
import type { LabEvent } from '../events'
import type { FaultAction } from '../faults/actions'
import type { LinkId, NodeId } from '../ids'
import { Ring } from './ring'

export interface FaultInterval {
  readonly fault: number
  /** As last changed. */
  label: string
  action: FaultAction
  readonly by: 'timeline' | 'person'
  readonly nodes: readonly NodeId[]
  readonly links: readonly LinkId[]
  readonly start_us: number
  /** null: still on. */
  end_us: number | null
}

export interface FaultsFold {
  /** In the order in which they began. */
  readonly intervals: Ring<FaultInterval>
  /** Those that are on now, by number. */
  readonly active: Map<number, FaultInterval>
}

const FAULTS_MAX = 10_000

export function createFaultsFold(): FaultsFold {
  return { intervals: new Ring(FAULTS_MAX), active: new Map() }
}

export function foldFaults(fold: FaultsFold, event: LabEvent): void {
  switch (event.kind) {
    case 'fault-started': {
      const { fault, label, action, by, nodes, links, t } = event
      const interval: FaultInterval = { fault, label, action, by, nodes, links, start_us: t, end_us: null }
      fold.intervals.push(interval)
      fold.active.set(fault, interval)
      return
    }
    case 'fault-changed': {
      const interval = fold.active.get(event.fault)
      if (interval === undefined) return
      interval.label = event.label
      interval.action = event.action
      return
    }
    case 'fault-ended': {
      const interval = fold.active.get(event.fault)
      if (interval === undefined) return
      interval.end_us = Math.max(interval.start_us, event.t)
      fold.active.delete(event.fault)
      return
    }
    default:
  }
}

/** The fault of that number; null: it is not known any more. */
export function faultNumbered({ faults }: { readonly faults: FaultsFold }, fault: number): FaultInterval | null {
  for (let place = faults.intervals.length - 1; place >= 0; place--) {
    const interval = faults.intervals.at(place)!
    if (interval.fault === fault) return interval
  }
  return null
}
