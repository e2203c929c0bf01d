/** A node's parameters and switches, checked and in the units that the core computes with. */
import type { Parameters } from '../../../src-shared/description/protocol-description'
import type { description } from '../../../src-shared/protocols/quorum/description'
import type { VersionKind } from '../../../src-shared/protocols/quorum/choices'

/** The declared parameters; see the description for what they mean. */
export interface Settings {
  readonly replicas: number
  readonly read_quorum: number
  readonly write_quorum: number
  readonly versions: VersionKind
  readonly read_repair: boolean
  readonly hinted_handoff: boolean
  readonly sloppy_quorum: boolean
  readonly hint_after_us: number
  readonly handoff_us: number
  /** 0: never. */
  readonly anti_entropy_us: number
  readonly tombstone_grace_us: number
  readonly tombstones_wait: boolean
  /** How old what a message or a hint carries may be; see carry-limit.ts. */
  readonly carry_us: number
  readonly request_timeout_us: number
  readonly snapshot_every_records: number
}

/** Deliberate bugs. Each is asked about in one place only, named here. */
export interface Switches {
  /** hints.ts, handOff */
  readonly drop_hint: boolean
  /** reads.ts, whatToRepair */
  readonly repair_older: boolean
  /** core.ts, sendStored */
  readonly ack_before_store: boolean
  /** writes.ts, storedBy */
  readonly count_hint_as_replica: boolean
  /** store.ts, absorb */
  readonly merge_not_commutative: boolean
  /** store.ts, absorb */
  readonly tombstone_forgotten: boolean
  /** writes.ts, newVersion */
  readonly ignore_context: boolean
  /** boot.ts, freshState */
  readonly trust_restored_disk: boolean
}

const US_PER_MS = 1000

/** No more of each than there are nodes. */
export function readSettings(parameters: Parameters, nodes: number): Settings {
  const number = (name: keyof typeof description.parameters): number => parameters[name] as number
  const replicas = Math.min(number('replicas'), nodes)
  const [grace_us, timeout_us] = [number('tombstone_grace_ms') * US_PER_MS, number('request_timeout_ms') * US_PER_MS]
  return {
    replicas,
    read_quorum: Math.min(number('read_quorum'), replicas),
    write_quorum: Math.min(number('write_quorum'), replicas),
    versions: parameters['versions'] as VersionKind,
    read_repair: parameters['read_repair'] as boolean,
    hinted_handoff: parameters['hinted_handoff'] as boolean,
    sloppy_quorum: parameters['sloppy_quorum'] as boolean,
    hint_after_us: number('hint_after_ms') * US_PER_MS,
    handoff_us: number('handoff_ms') * US_PER_MS,
    anti_entropy_us: number('anti_entropy_ms') * US_PER_MS,
    tombstone_grace_us: grace_us,
    tombstones_wait: parameters['tombstones_wait'] as boolean,
    carry_us: Math.max(grace_us / 2, timeout_us),
    request_timeout_us: timeout_us,
    snapshot_every_records: number('snapshot_every_records')
  }
}

export function readSwitches(names: readonly string[]): Switches {
  return {
    drop_hint: names.includes('drop-hint'),
    repair_older: names.includes('repair-older'),
    ack_before_store: names.includes('ack-before-store'),
    count_hint_as_replica: names.includes('count-hint-as-replica'),
    merge_not_commutative: names.includes('merge-not-commutative'),
    tombstone_forgotten: names.includes('tombstone-forgotten'),
    ignore_context: names.includes('ignore-context'),
    trust_restored_disk: names.includes('trust-restored-disk')
  }
}
