import type { Random } from '../../src-shared/random'
import type { Plain } from '../protocols/contract'
import { RECORD_HEADER_BYTES } from '../runtime/wal/record'
import { segmentName, WalError } from '../runtime/wal/segment'
import { packedBytes } from './network/frame'
import { between } from './random'

/** What one sync writes. */
export interface Batch {
  /** Replaces everything before it, together with the first records. */
  readonly snapshot: Plain | null
  readonly records: readonly Plain[]
}

/** What a node finds on its disk. */
export interface Recovered {
  readonly snapshot: Plain | null
  readonly records: Plain[]
  /** Bytes of a record that a crash had torn, now cut off. */
  readonly truncated_bytes: number
}

/**
 * A node's disk in virtual time: what its log holds, whatever becomes of the node. Records are kept as they are, not encoded: a
 * protocol never changes what it has handed out (see the contract).
 */
export class SimulatedDisk {
  private snapshot: Plain | null = null
  private records: Plain[] = []
  /** Places of records whose checksum fails; -1 stands for the snapshot. */
  private readonly damaged = new Set<number>()
  /** Records, the first ones, of which a mark says that they are durable. */
  private synced_records = 0
  /** Bytes of a record, behind the whole ones, that a crash has torn. */
  private torn_bytes = 0
  private backup: Batch | null = null
  /** See `Boot.generation`. */
  generation = 0

  /** Everything on it is gone. */
  lose(): void {
    this.replaceContents({ snapshot: null, records: [] })
  }

  /** Keeps a copy of what is durable now. What is damaged, and what follows it, does not get into the copy. */
  backUp(): void {
    const end = this.firstDamaged()
    this.backup = end < 0 ? { snapshot: null, records: [] } : { snapshot: this.snapshot, records: this.records.slice(0, end) }
  }

  /** What it holds becomes the newest backup. Throws when there is none. */
  restore(): void {
    if (!this.backup) throw new Error('there is no backup of this disk')
    this.replaceContents(this.backup)
  }

  /** Writes the batch; `damage` flips a bit of it on the way. */
  write({ snapshot, records }: Batch, damage: Random | null): void {
    if (snapshot !== null) {
      this.snapshot = snapshot
      this.records = []
      this.damaged.clear()
      this.synced_records = 0
    }
    const first = this.records.length
    for (const record of records) this.records.push(record)
    if (damage) this.damaged.add(between(damage, [snapshot === null ? first : -1, this.records.length - 1]))
  }

  /** Marks what is written as durable, see `SYNCED_MARK`. */
  markSynced(): void {
    this.synced_records = this.records.length
  }

  /** Writes the first part of the batch only: whole records, then a torn one. */
  tear({ records }: Batch, random: Random): void {
    if (records.length === 0) return
    const whole = Math.floor(random() * records.length)
    for (let i = 0; i < whole; i++) this.records.push(records[i]!)
    this.torn_bytes = between(random, [1, recordBytes(records[whole]!) - 1])
  }

  /** What a starting node finds; a torn end is cut off. Throws {@link WalError} where the log cannot be trusted. */
  recover(): Recovered {
    const end = this.firstDamaged()
    const lost = this.records.slice(end)
    // Whatever fails its checksum in front of a mark or of something valid was durable once.
    if (end < this.synced_records || lost.some((_, i) => !this.damaged.has(end + i))) throw new WalError(this.describeDamage(end))
    const truncated_bytes = this.torn_bytes + sumOf(lost)
    this.records.length = end
    this.damaged.clear()
    this.torn_bytes = 0
    return { snapshot: this.snapshot, records: this.records.slice(), truncated_bytes }
  }

  private replaceContents({ snapshot, records }: Batch): void {
    this.snapshot = snapshot
    this.records = records.slice()
    this.damaged.clear()
    this.synced_records = records.length
    this.torn_bytes = 0
    this.generation++
  }

  private firstDamaged(): number {
    let first = this.records.length
    for (const index of this.damaged) first = Math.min(first, index)
    return first
  }

  private describeDamage(at: number): string {
    const before = at < 0 ? 0 : (this.snapshot === null ? 0 : recordBytes(this.snapshot)) + sumOf(this.records.slice(0, at))
    const name = segmentName(1)
    return `${name} is damaged at byte ${before}: a record fails its checksum and is not merely the torn end of the log`
  }
}

function recordBytes(record: Plain): number {
  return RECORD_HEADER_BYTES + packedBytes(record)
}

function sumOf(records: readonly Plain[]): number {
  return records.reduce<number>((sum, record) => sum + recordBytes(record), 0)
}
