import type { Disk, DiskFile } from './disk'
import { RECORD_KINDS, RecordBuffer } from './record'
import { recoverLog } from './recovery'
import type { RecoveredLog } from './recovery'
import { SEGMENT_FORMAT, segmentName, segmentNumber, TEMPORARY_SUFFIX } from './segment'

const SEGMENT_BYTES_MAX = 16 * 1024 * 1024

export interface WalOptions {
  readonly disk: Disk
  readonly node: string
  /** A segment that has grown beyond this is followed by a new one. Default 16 MiB. */
  readonly segment_bytes_max?: number
  /** Everything appended up to `position` is on disk, and with it the first `records` records since {@link WriteAheadLog.open}. */
  readonly onDurable: (position: number, records: number) => void
  /** A write or sync failed. The log does nothing from then on: a failed sync cannot be tried again, since the pages may be gone. */
  readonly onFailure: (error: Error) => void
}

/** Cumulative figures since the log was opened. */
export interface WalCounters {
  batches: number
  records: number
  /** Time spent writing and syncing. */
  busy_us: number
}

/** What gathers in memory while the batch before it is being synced. */
interface Pending {
  /** A snapshot that replaces everything before it, followed by the records to keep. */
  snapshot: RecordBuffer | null
  /** Records after it. */
  readonly entries: RecordBuffer
}

/**
 * Write-ahead log with group commit: appends gather in memory, a flush writes and syncs them as one batch, and while its sync is
 * under way the next batch gathers.
 */
export class WriteAheadLog {
  readonly counters: WalCounters = { batches: 0, records: 0, busy_us: 0 }
  private pending: Pending = { snapshot: null, entries: new RecordBuffer() }
  private spare = new RecordBuffer()
  private appended_records = 0
  private appended_position = 0
  private durable_position = 0
  private writing: Promise<void> | null = null
  private stopped = false

  private constructor(
    private readonly options: WalOptions,
    private segment: number,
    private file: DiskFile,
    private file_bytes: number
  ) {}

  /** Recovers what `disk` holds and opens the log to go on behind it. */
  static async open(options: WalOptions): Promise<{ log: WriteAheadLog; recovered: RecoveredLog }> {
    const recovered = await recoverLog(options.disk, options.node)
    const { last } = recovered
    if (!last) {
      const log = new WriteAheadLog(options, 0, NO_FILE, 0)
      await log.startSegment(new RecordBuffer())
      return { log, recovered }
    }
    const file = options.disk.open(segmentName(last.segment), false)
    return { log: new WriteAheadLog(options, last.segment, file, last.bytes), recovered }
  }

  /** Counts appends and snapshots since the log was opened; what is durable is a position as well. */
  get position(): number {
    return this.appended_position
  }

  /** Bytes in the segment being written. */
  get segmentBytes(): number {
    return this.file_bytes
  }

  append(record: unknown): void {
    this.pending.entries.append(RECORD_KINDS.entry, record)
    this.appended_records++
    this.appended_position++
  }

  /** Replaces the log by the snapshot and `records`, atomically, with the next flush. */
  saveSnapshot(snapshot: unknown, records: readonly unknown[]): void {
    // Encoded here and now, since the protocol goes on changing its state.
    const encoded = new RecordBuffer()
    encoded.append(RECORD_KINDS.snapshot, snapshot)
    for (const record of records) encoded.append(RECORD_KINDS.entry, record)
    this.pending.snapshot = encoded
    // What gathered before it need not be written at all: the snapshot says it all.
    this.pending.entries.clear()
    this.appended_position++
  }

  /** Starts to write and sync what has gathered. While a batch is under way this does nothing: flush again after `onDurable`. */
  flush(): void {
    if (this.writing || this.stopped || this.durable_position === this.appended_position) return
    this.writing = this.commit()
  }

  /** Finishes the batch under way and closes the file. What was never flushed is lost, as in a crash. */
  async close(): Promise<void> {
    await this.writing
    if (this.stopped) return
    this.stopped = true
    this.file.close()
  }

  private async commit(): Promise<void> {
    const { snapshot, entries } = this.pending
    const position = this.appended_position
    const records = this.appended_records
    this.pending = { snapshot: null, entries: this.spare }
    this.spare = entries
    const begun_ms = performance.now()
    try {
      await this.write(entries, snapshot)
    } catch (error) {
      this.stopped = true
      this.options.onFailure(error as Error)
      return
    }
    this.counters.batches++
    this.counters.records = records
    this.counters.busy_us += (performance.now() - begun_ms) * 1000
    this.writing = null
    this.durable_position = position
    this.options.onDurable(position, records)
  }

  private async write(entries: RecordBuffer, snapshot: Pending['snapshot']): Promise<void> {
    if (snapshot || this.file_bytes > (this.options.segment_bytes_max ?? SEGMENT_BYTES_MAX)) {
      return this.startSegment(entries, snapshot)
    }
    const bytes = entries.bytes()
    this.file.write(bytes, this.file_bytes)
    this.file_bytes += bytes.length
    entries.clear()
    await this.file.sync()
  }

  /** Begins a new file, visible under its name only once it is whole and durable; one with a snapshot voids those before it. */
  private async startSegment(entries: RecordBuffer, snapshot: Pending['snapshot'] = null): Promise<void> {
    const { disk, node } = this.options
    const segment = this.segment + 1
    const temporary = segmentName(segment) + TEMPORARY_SUFFIX
    const file = disk.open(temporary, true)
    const header = new RecordBuffer()
    header.append(RECORD_KINDS.segment, { format: SEGMENT_FORMAT, node, segment, snapshot: snapshot !== null })
    let bytes = 0
    for (const part of [header, snapshot, entries]) {
      if (!part) continue
      file.write(part.bytes(), bytes)
      bytes += part.bytes().length
    }
    entries.clear()
    await file.sync()
    disk.rename(temporary, segmentName(segment))
    await disk.syncFolder()

    this.file.close()
    const older = this.segment
    this.segment = segment
    this.file = file
    this.file_bytes = bytes
    if (snapshot) this.removeUpTo(older)
  }

  private removeUpTo(segment: number): void {
    const { disk } = this.options
    const numbers = disk.list().map(segmentNumber)
    for (const number of numbers) if (number !== null && number <= segment) disk.remove(segmentName(number))
  }
}

/** Stands where the first segment's predecessor would. */
const NO_FILE: DiskFile = { write() {}, sync: async () => {}, truncate() {}, close() {} }
