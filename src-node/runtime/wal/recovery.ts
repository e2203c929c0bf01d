import type { Disk } from './disk'
import { readSegment, SEGMENT_FORMAT, segmentName, segmentNumber, TEMPORARY_SUFFIX, WalError } from './segment'
import type { SegmentContent, SegmentHeader } from './segment'

/** What the disk held. */
export interface RecoveredLog {
  /** The newest snapshot; null when there never was one. */
  readonly snapshot: unknown
  /** Everything appended after it, oldest first. */
  readonly records: unknown[]
  /** Bytes of a record that a crash had torn, now cut off. */
  readonly truncated_bytes: number
  /** The segment to go on in, and its length; null when the folder was empty. */
  readonly last: { readonly segment: number; readonly bytes: number } | null
}

/** Reads the log back, cuts a torn tail off and removes what no longer counts. Throws {@link WalError} where the log is damaged. */
export async function recoverLog(disk: Disk, node: string): Promise<RecoveredLog> {
  const names = disk.list()
  for (const name of names) if (name.endsWith(TEMPORARY_SUFFIX)) await disk.remove(name)
  const numbers = names
    .map(segmentNumber)
    .filter((number) => number !== null)
    .sort((a, b) => a - b)
  const newest = numbers.at(-1)
  if (newest === undefined) return { snapshot: null, records: [], truncated_bytes: 0, last: null }

  // Backwards, to the newest snapshot: it voids every earlier segment, damaged or not.
  const segments: SegmentContent[] = []
  let number = newest
  for (; ; number--) {
    if (!numbers.includes(number))
      throw new WalError(`${segmentName(number)} is missing, and ${segmentName(number + 1)} goes on from it`)
    const follower = segments[0]?.header
    const content = read(disk, node, number, follower)
    if (follower && follower.previous_bytes !== content.valid_bytes) {
      throw new WalError(`${segmentName(number)} is damaged at byte ${content.valid_bytes}: what followed is gone`)
    }
    segments.unshift(content)
    if (content.snapshot !== undefined || number === 1) break
  }
  for (const older of numbers) if (older < number) await disk.remove(segmentName(older))

  const { valid_bytes, torn_bytes } = segments.at(-1)!
  await settle(disk, segmentName(newest), torn_bytes > 0 ? valid_bytes : null)
  return {
    snapshot: segments[0]!.snapshot ?? null,
    records: segments.flatMap((segment) => segment.records),
    truncated_bytes: torn_bytes,
    last: { segment: newest, bytes: valid_bytes }
  }
}

/** `follower` opens the segment after it, if there is one: what stands behind the end that it knows of was never waited for. */
function read(disk: Disk, node: string, number: number, follower: SegmentHeader | undefined): SegmentContent {
  const name = segmentName(number)
  const content = readSegment(name, disk.read(name).subarray(0, follower?.previous_bytes), follower === undefined)
  const { header } = content
  if (header.format !== SEGMENT_FORMAT)
    throw new WalError(`${name} has format ${header.format}, this program reads ${SEGMENT_FORMAT}`)
  if (header.node !== node) throw new WalError(`${name} belongs to node ${header.node}, not to ${node}`)
  if (header.segment !== number) throw new WalError(`${name} holds segment ${header.segment}`)
  return content
}

/** Makes durable what is about to be believed: a process that was killed may have left writes that no sync had covered. */
async function settle(disk: Disk, name: string, truncate_to_bytes: number | null): Promise<void> {
  const file = disk.open(name, false)
  try {
    if (truncate_to_bytes !== null) file.truncate(truncate_to_bytes)
    await file.sync()
  } finally {
    file.close()
  }
  await disk.syncFolder()
}
