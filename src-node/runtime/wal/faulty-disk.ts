import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../../src-shared/random'
import type { DiskSettings } from '../../node-core/conditions'
import type { Disk, DiskFile } from './disk'
import { RECORD_HEADER_BYTES } from './record'

/** Of a torn batch, this share is written before the crash. */
const TORN_SHARE = 0.5

/** A disk that does wrong what its settings say at the moment. */
export class FaultyDisk implements Disk {
  private readonly files = new Set<FaultyFile>()
  private readonly waits = new Set<AbortController>()

  constructor(
    private readonly disk: Disk,
    private current_settings: DiskSettings,
    readonly random: Random
  ) {}

  get settings(): DiskSettings {
    return this.current_settings
  }

  /**
   * Holds from now on, for what is under way too: a sync ends when it has taken as long as the settings say now, and what a crash shall
   * no longer lose or tear is written.
   */
  change(settings: DiskSettings): void {
    this.current_settings = settings
    for (const wait of this.waits) wait.abort()
    if (!settings.lose_unsynced && !settings.tear_unsynced) for (const file of this.files) file.flushUnwritten()
  }

  list(): string[] {
    return this.disk.list()
  }

  read(name: string): Uint8Array {
    return this.disk.read(name)
  }

  open(name: string, create: boolean): DiskFile {
    const file = new FaultyFile(this.disk.open(name, create), this, () => this.files.delete(file))
    this.files.add(file)
    return file
  }

  rename(from: string, to: string): void {
    this.disk.rename(from, to)
  }

  remove(name: string): Promise<void> {
    return this.disk.remove(name)
  }

  syncFolder(): Promise<void> {
    return this.disk.syncFolder()
  }

  /** Resolves when a sync that begins now has taken as long as the settings say by then. */
  async syncDelay(): Promise<void> {
    const begun_ms = performance.now()
    for (;;) {
      const left_ms = this.settings.sync_delay_us / 1000 - (performance.now() - begun_ms)
      if (left_ms <= 0) return
      const wait = new AbortController()
      this.waits.add(wait)
      // Rejects when the settings change, which is as good a reason to look again.
      await sleep(Math.ceil(left_ms), undefined, { signal: wait.signal }).catch(() => {})
      this.waits.delete(wait)
    }
  }
}

class FaultyFile implements DiskFile {
  /** Kept in this process, which a crash really loses: the operating system's cache would outlive `kill -9`. */
  private unwritten: { bytes: Uint8Array; position: number }[] = []

  constructor(
    private readonly file: DiskFile,
    private readonly disk: FaultyDisk,
    private readonly onClosed: () => void
  ) {}

  write(given: Uint8Array, position: number): void {
    const { settings, random } = this.disk
    const { lose_unsynced, tear_unsynced, corrupt_writes } = settings
    const is_filling = isFilling(given)
    const bytes = corrupt_writes && !is_filling ? withFlippedBit(given, random) : given
    if (!lose_unsynced && !tear_unsynced) return this.file.write(bytes, position)
    // Losing everything includes the part that a tear would leave.
    const written_at_once = lose_unsynced ? 0 : Math.floor(bytes.length * TORN_SHARE)
    // Only the last write is torn.
    if (written_at_once > 0 && !is_filling) this.flushUnwritten()
    if (written_at_once > 0) this.file.write(bytes.subarray(0, written_at_once), position)
    this.unwritten.push({ bytes: bytes.slice(written_at_once), position: position + written_at_once })
  }

  async sync(): Promise<void> {
    await this.disk.syncDelay()
    if (this.disk.settings.sync_fails) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
    this.flushUnwritten()
    await this.file.sync()
  }

  truncate(bytes: number): void {
    this.file.truncate(bytes)
  }

  close(): void {
    this.onClosed()
    this.file.close()
  }

  /** Hands everything that is kept back to the operating system. */
  flushUnwritten(): void {
    const writes = this.unwritten
    this.unwritten = []
    for (const { bytes, position } of writes) this.file.write(bytes, position)
  }
}

/** Zeros that only make the file longer: a record's header is never all zeros. */
function isFilling(bytes: Uint8Array): boolean {
  return bytes.subarray(0, RECORD_HEADER_BYTES).every((byte) => byte === 0)
}

function withFlippedBit(bytes: Uint8Array, random: Random): Uint8Array {
  const flipped = bytes.slice()
  const bit = Math.floor(random() * bytes.length * 8)
  flipped[bit >> 3]! ^= 1 << (bit & 7)
  return flipped
}
