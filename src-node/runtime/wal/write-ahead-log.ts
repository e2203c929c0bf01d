import type { LogCounters } from '../../node-core/sampler'
import type { Disk, DiskFile } from './disk'
import { RECORD_KINDS, RecordBuffer, SYNCED_MARK } from './record'
import { recoverLog } from './recovery'
import type { RecoveredLog } from './recovery'
import { SEGMENT_FORMAT, segmentName, segmentNumber, TEMPORARY_SUFFIX } from './segment'
import type { SegmentHeader } from './segment'

const SEGMENT_BYTES_MAX = 16 * 1024 * 1024
/**
 * Segments are filled with zeros this far ahead: a sync then writes data alone, whereas one that makes the file longer must wait for
 * the file system's journal (measured with three nodes on one disk: 0.3 ms instead of 0.7).
 */
const FILL_AHEAD_BYTES = 1024 * 1024

export interface WalOptions {
  readonly disk: Disk
  readonly node: string
  /** A segment that has grown beyond this is followed by a new one. Default 16 MiB. */
  readonly segment_bytes_max?: number
  /** Zeros written ahead of the records. Default 1 MiB. */
  readonly fill_ahead_bytes?: number
  /** Everything appended up to `position` is on disk, and with it the first `records` records since {@link WriteAheadLog.open}. */
  readonly onDurable: (position: number, records: number) => void
  /** A write or sync failed. The log does nothing from then on: a failed sync cannot be tried again, since the pages may be gone. */
  readonly onFailure: (error: Error) => void
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
  readonly counters: LogCounters = { batches: 0, records: 0, busy_us: 0 }
  private pending: Pending = { snapshot: null, entries: new RecordBuffer() }
  private spare = new RecordBuffer()
  private appended_records = 0
  private appended_position = 0
  private durable_position = 0
  private writing: Promise<void> | null = null
  private stopped = false
  private readonly zeros: Uint8Array
  /** Where the next batch begins: behind the last one and its mark. */
  private next_bytes: number
  /** Length of the file, zeros included; 0: not known, so the next write fills ahead. */
  private filled_bytes = 0

  private constructor(
    private readonly options: WalOptions,
    private segment: number,
    private file: DiskFile,
    /** Where the last batch ends. */
    private file_bytes: number
  ) {
    this.next_bytes = file_bytes
    this.zeros = new Uint8Array(options.fill_ahead_bytes ?? FILL_AHEAD_BYTES)
  }

  /** Recovers what `disk` holds and opens the log to go on behind it. */
  static async open(options: WalOptions): Promise<{ log: WriteAheadLog; recovered: RecoveredLog }> {
    const recovered = await recoverLog(options.disk, options.node)
    const { last } = recovered
    if (!last) {
      const log = new WriteAheadLog(options, 0, NO_FILE, 0)
      await log.startSegment(new RecordBuffer())
      log.markSynced()
      return { log, recovered }
    }
    const log = new WriteAheadLog(options, last.segment, options.disk.open(segmentName(last.segment), false), last.bytes)
    // Recovery has made durable what it found; a mark that is there already is written over by the same bytes.
    log.markSynced()
    return { log, recovered }
  }

  /** Counts appends and snapshots since the log was opened; what is durable is a position as well. */
  get position(): number {
    return this.appended_position
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
      this.markSynced()
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
    this.file_bytes = this.put(this.file, entries, this.next_bytes)
    this.fillAhead(this.file)
    await this.file.sync()
  }

  /** See {@link SYNCED_MARK}; costs a write and no sync. */
  private markSynced(): void {
    this.file.write(SYNCED_MARK, this.file_bytes)
    this.next_bytes = this.file_bytes + SYNCED_MARK.length
  }

  /** Begins a new file, visible under its name only once it is whole and durable; one with a snapshot voids those before it. */
  private async startSegment(entries: RecordBuffer, snapshot: Pending['snapshot'] = null): Promise<void> {
    const { disk, node } = this.options
    const older = this.segment
    const segment = older + 1
    const temporary = segmentName(segment) + TEMPORARY_SUFFIX
    const file = disk.open(temporary, true)
    const header = new RecordBuffer()
    header.append(RECORD_KINDS.segment, {
      format: SEGMENT_FORMAT,
      node,
      segment,
      previous_bytes: this.file_bytes,
      snapshot: snapshot !== null
    } satisfies SegmentHeader)
    let bytes = this.put(file, header, 0)
    if (snapshot) bytes = this.put(file, snapshot, bytes)
    this.file_bytes = this.put(file, entries, bytes)
    this.filled_bytes = 0
    this.fillAhead(file)
    await file.sync()
    disk.rename(temporary, segmentName(segment))
    await disk.syncFolder()

    this.file.close()
    this.segment = segment
    this.file = file
    // Not waited for: what is left behind is removed by the next snapshot or recovery.
    if (snapshot) void this.removeUpTo(older).catch(() => {})
  }

  /** Writes the buffer out and clears it; returns where it ends. */
  private put(file: DiskFile, buffer: RecordBuffer, position: number): number {
    const bytes = buffer.bytes()
    file.write(bytes, position)
    buffer.clear()
    return position + bytes.length
  }

  private fillAhead(file: DiskFile): void {
    if (this.file_bytes <= this.filled_bytes) return
    file.write(this.zeros, this.file_bytes)
    this.filled_bytes = this.file_bytes + this.zeros.length
  }

  private async removeUpTo(segment: number): Promise<void> {
    const { disk } = this.options
    for (const name of disk.list()) {
      const number = segmentNumber(name)
      if (number !== null && number <= segment) await disk.remove(name)
    }
  }
}

/** Stands where the first segment's predecessor would. */
const NO_FILE: DiskFile = { write() {}, sync: async () => {}, truncate() {}, close() {} }
