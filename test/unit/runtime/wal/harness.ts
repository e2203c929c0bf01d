/** A write-ahead log over a disk in memory, and ways to hurt it. */
import type { Disk } from '../../../../src-node/runtime/wal/disk'
import { RecordBuffer, RECORD_KINDS, SYNCED_MARK } from '../../../../src-node/runtime/wal/record'
import { segmentName } from '../../../../src-node/runtime/wal/segment'
import { WriteAheadLog } from '../../../../src-node/runtime/wal/write-ahead-log'
import type { WalOptions } from '../../../../src-node/runtime/wal/write-ahead-log'
import { MemoryDisk } from './memory-disk'

/** The file of a short log. */
export const FIRST = segmentName(1)

/** A log whose batches can be awaited. */
export async function openLog(disk: Disk, options: Partial<WalOptions> = {}) {
  const durable: { position: number; records: number }[] = []
  const failures: Error[] = []
  let settled = () => {}
  const { log, recovered } = await WriteAheadLog.open({
    disk,
    node: 'n1',
    fill_ahead_bytes: 64,
    onDurable(position, records) {
      durable.push({ position, records })
      settled()
    },
    onFailure(error) {
      failures.push(error)
      settled()
    },
    ...options
  })
  /** Flushes and waits for the batch. */
  const flush = () =>
    new Promise<void>((resolve) => {
      settled = resolve
      log.flush()
    })
  return { log, recovered, durable, failures, flush }
}

/** A disk on which these batches are durable. */
export async function writtenDisk(...batches: unknown[][]): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  const { log, flush } = await openLog(disk)
  for (const batch of batches) {
    batch.forEach((record) => log.append(record))
    await flush()
  }
  return disk
}

/** The same, and the process dies when it has written one more batch, but not synced it. */
export async function unsyncedDisk(durable: readonly unknown[], unsynced: readonly unknown[]): Promise<MemoryDisk> {
  const disk = await writtenDisk([...durable])
  const { log } = await openLog(disk)
  disk.gate = new Promise(() => {})
  unsynced.forEach((record) => log.append(record))
  log.flush()
  return copyOf(disk)
}

/** The disk as another process finds it at this moment. */
export function copyOf(disk: MemoryDisk): MemoryDisk {
  const copy = new MemoryDisk()
  for (const name of disk.list()) copy.open(name, true).write(disk.read(name), 0)
  return copy
}

export function recordBytes(value: unknown): number {
  const buffer = new RecordBuffer()
  buffer.append(RECORD_KINDS.entry, value)
  return buffer.bytes().length
}

/** Where the last batch ends: before its mark, or else before the zeros. (No record of these tests ends in a zero.) */
export function batchEnd(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  const mark = end - SYNCED_MARK.length
  return SYNCED_MARK.every((byte, i) => byte === bytes[mark + i]) ? mark : end
}

/** Changes one bit of the byte. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  bytes[at]! ^= 0x10
  return bytes
}
