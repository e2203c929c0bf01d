import type { Random } from '../../src-shared/random'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { Plain } from '../protocols/contract'
import type { DiskSettings } from '../node-core/conditions'
import type { DriverLog } from '../node-core/driver'
import type { LogCounters } from '../node-core/sampler'
import type { WalOptions } from '../runtime/wal/write-ahead-log'
import type { Batch, SimulatedDisk } from './disk'
import { between } from './random'

/** What a healthy disk's sync of a small append takes, lowest and highest. */
const SYNC_US = [150, 400] as const

export interface SimulatedLogOptions extends Pick<WalOptions, 'onDurable' | 'onFailure'> {
  readonly disk: SimulatedDisk
  /** What the disk does wrong at the moment. */
  readonly settings: () => DiskSettings
  /** Time as this boot of the node lives it. */
  readonly scheduler: Scheduler
  readonly random: Random
}

/** What gathers while the batch before it is being synced. */
interface Gathering {
  snapshot: Plain | null
  records: Plain[]
}

/** A batch that is being synced. */
interface Sync {
  readonly batch: Batch
  /** With which it was written; what a crash does to it by them ends when they do. */
  settings: DiskSettings
  readonly position: number
  readonly records: number
  readonly begun_us: number
  /** What a healthy disk would take. */
  readonly healthy_us: number
  cancel: Cancel
}

/** The write-ahead log in virtual time: group commit over a {@link SimulatedDisk}. See `WriteAheadLog`. */
export class SimulatedLog implements DriverLog {
  readonly counters: LogCounters = { batches: 0, records: 0, busy_us: 0 }
  private gathering: Gathering = { snapshot: null, records: [] }
  private appended_records = 0
  private appended_position = 0
  private durable_position = 0
  private sync: Sync | null = null
  private is_stopped = false
  private onIdle: (() => void) | null = null

  constructor(private readonly options: SimulatedLogOptions) {}

  get position(): number {
    return this.appended_position
  }

  append(record: Plain): void {
    this.gathering.records.push(record)
    this.appended_records++
    this.appended_position++
  }

  saveSnapshot(snapshot: Plain, records: readonly Plain[]): void {
    this.gathering = { snapshot, records: [...records] }
    this.appended_position++
  }

  flush(): void {
    if (this.sync || this.is_stopped || this.durable_position === this.appended_position) return
    const { scheduler, random, settings } = this.options
    const batch = this.gathering
    this.gathering = { snapshot: null, records: [] }
    const healthy_us = between(random, SYNC_US)
    this.sync = {
      batch,
      settings: settings(),
      position: this.appended_position,
      records: this.appended_records,
      begun_us: scheduler.now_us(),
      healthy_us,
      cancel: scheduler.after(healthy_us + settings().sync_delay_us, () => this.synced())
    }
  }

  /** The disk has other settings, which hold for what is under way too; see `FaultyDisk.change`. */
  settingsChanged(): void {
    const { sync } = this
    const { scheduler, settings, disk } = this.options
    const { sync_delay_us, lose_unsynced, tear_unsynced } = settings()
    if (!lose_unsynced) disk.markSynced()
    if (!sync) return
    sync.settings = {
      ...sync.settings,
      lose_unsynced: sync.settings.lose_unsynced && lose_unsynced,
      tear_unsynced: sync.settings.tear_unsynced && tear_unsynced
    }
    sync.cancel()
    const due_us = sync.begun_us + sync.healthy_us + sync_delay_us
    sync.cancel = scheduler.after(due_us - scheduler.now_us(), () => this.synced())
  }

  /** Ends the sync under way and does nothing from then on; `done` is called later, never from within. */
  close(done: () => void): void {
    this.is_stopped = true
    if (this.sync) this.onIdle = done
    else this.options.scheduler.after(0, done)
  }

  /** The process dies. What was being written is on the disk all the same, unless the disk's faults say otherwise. */
  crash(): void {
    const { sync } = this
    this.is_stopped = true
    this.sync = null
    sync?.cancel()
    // A snapshot goes into a file of its own, which counts only once it is whole.
    if (!sync || sync.batch.snapshot !== null) return
    if (sync.settings.tear_unsynced) this.options.disk.tear(sync.batch, this.options.random)
    else if (!sync.settings.lose_unsynced) this.write(sync)
  }

  private synced(): void {
    const sync = this.sync!
    const { settings, scheduler, onDurable, onFailure } = this.options
    if (settings().sync_fails) {
      return onFailure(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }))
    }
    // The mark behind a batch is not synced itself: a disk that loses such writes has it only with the batch after.
    if (sync.settings.lose_unsynced) this.options.disk.markSynced()
    this.write(sync)
    if (!sync.settings.lose_unsynced) this.options.disk.markSynced()
    this.sync = null
    this.counters.batches++
    this.counters.records = sync.records
    this.counters.busy_us += scheduler.now_us() - sync.begun_us
    this.durable_position = sync.position
    if (this.onIdle) return this.onIdle()
    onDurable(sync.position, sync.records)
  }

  private write({ batch, settings }: Sync): void {
    this.options.disk.write(batch, settings.corrupt_writes ? this.options.random : null)
  }
}
