/** A node's parameters and switches, checked and in the units that the core computes with. */
import type { Parameters } from '../../../src-shared/description/protocol-description'
import type { description } from '../../../src-shared/protocols/multi-leader/description'
import type { Conflicts, MergeFunction, Topology } from '../../../src-shared/protocols/multi-leader/choices'

/** The declared parameters; see the description for what they mean. */
export interface Settings {
  readonly leaders: number
  readonly topology: Topology
  readonly conflicts: Conflicts
  readonly merge_function: MergeFunction
  /** 0: at once. */
  readonly exchange_us: number
  readonly retransmit_us: number
  readonly causal_delivery: boolean
  readonly log_max_updates: number
  readonly state_chunk_bytes: number
  readonly snapshot_every_records: number
}

/** Deliberate bugs. Each is asked about in one place only, named here. */
export interface Switches {
  /** core.ts, afterStored */
  readonly ack_before_store: boolean
  /** incoming-updates.ts, isDue */
  readonly apply_twice: boolean
  /** incoming-updates.ts, isDue */
  readonly skip_gaps: boolean
  /** store.ts, joinInto */
  readonly merge_not_commutative: boolean
  /** store.ts, joinInto */
  readonly ignore_clock: boolean
  /** store.ts, joinInto */
  readonly forget_tombstone: boolean
  /** exchange.ts, travels */
  readonly lose_on_ring: boolean
  /** state-receiving.ts, install */
  readonly replace_by_state: boolean
  /** boot.ts, freshState */
  readonly trust_restored_disk: boolean
}

const US_PER_MS = 1000

/** No more leaders than there are nodes. */
export function readSettings(parameters: Parameters, nodes: number): Settings {
  const number = (name: keyof typeof description.parameters): number => parameters[name] as number
  const leaders = number('leaders')
  return {
    leaders: leaders === 0 ? nodes : Math.min(leaders, nodes),
    topology: parameters['topology'] as Topology,
    conflicts: parameters['conflicts'] as Conflicts,
    merge_function: parameters['merge_function'] as MergeFunction,
    exchange_us: number('exchange_ms') * US_PER_MS,
    retransmit_us: number('retransmit_ms') * US_PER_MS,
    causal_delivery: parameters['causal_delivery'] as boolean,
    log_max_updates: number('log_max_updates'),
    state_chunk_bytes: number('state_chunk_bytes'),
    snapshot_every_records: number('snapshot_every_records')
  }
}

export function readSwitches(names: readonly string[]): Switches {
  return {
    ack_before_store: names.includes('ack-before-store'),
    apply_twice: names.includes('apply-twice'),
    skip_gaps: names.includes('skip-gaps'),
    merge_not_commutative: names.includes('merge-not-commutative'),
    ignore_clock: names.includes('ignore-clock'),
    forget_tombstone: names.includes('forget-tombstone'),
    lose_on_ring: names.includes('lose-on-ring'),
    replace_by_state: names.includes('replace-by-state'),
    trust_restored_disk: names.includes('trust-restored-disk')
  }
}
