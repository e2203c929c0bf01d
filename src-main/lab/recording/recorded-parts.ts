/** The recorded events as text, part by part: each part is a gzip member of its own, so that damage to one leaves the others whole. */
import { createReadStream } from 'node:fs'
import { promisify } from 'node:util'
import { constants, gunzip, gunzipSync } from 'node:zlib'
import type { Gunzip } from 'node:zlib'
import type { RecordedPart } from './recorded-part'

/** More than any part of ours has: a second of a run, or 256 KiB of its text. */
const PART_BYTES_MAX = 4 * 1024 * 1024
const PART_TEXT_BYTES_MAX = 64 * 1024 * 1024
/** How every member of ours begins: magic number, deflate, no flags, no time (RFC 1952, 2.3). */
const MEMBER_START = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])

/** Reads the parts of a file in order; while one is being looked at, the next is unpacked. Throws the file system's own errors. */
export async function* readParts(path: string): AsyncGenerator<RecordedPart> {
  let previous: Buffer | null = null
  let unpacked: Promise<RecordedPart> | null = null
  for await (const member of members(path)) {
    if (previous) {
      const next = unpack(previous, false)
      if (unpacked) yield await unpacked
      unpacked = next
    }
    previous = member
  }
  if (unpacked) yield await unpacked
  if (previous) yield await unpack(previous, true)
}

/** Cuts the file where members begin. What cannot be cut into parts of a bearable size is cut anyhow: it is damaged. */
async function* members(path: string): AsyncGenerator<Buffer> {
  let bytes: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path)) {
    let searched = Math.max(1, bytes.length - MEMBER_START.length)
    bytes = Buffer.concat([bytes, chunk as Buffer])
    for (let next; (next = bytes.indexOf(MEMBER_START, searched)) > 0; searched = 1) {
      yield bytes.subarray(0, next)
      bytes = bytes.subarray(next)
    }
    if (bytes.length > PART_BYTES_MAX) {
      yield bytes
      bytes = Buffer.alloc(0)
    }
  }
  if (bytes.length > 0) yield bytes
}

/** Longer ones lie outside of V8's heap of small objects, and take thirty times as long to make. */
const TEXT_BYTES = 32 * 1024
const NEWLINE = 0x0a

function textsOf(bytes: Buffer): string[] {
  const texts: string[] = []
  for (let from = 0, to; from < bytes.length; from = to) {
    to = endOfLines(bytes, from)
    texts.push(bytes.toString('utf8', from, to))
  }
  return texts
}

/** Where the last line ends that ends within a text's length; at least one line. */
function endOfLines(bytes: Buffer, from: number): number {
  if (from + TEXT_BYTES >= bytes.length) return bytes.length
  const last = bytes.lastIndexOf(NEWLINE, from + TEXT_BYTES - 1)
  const end = last >= from ? last : bytes.indexOf(NEWLINE, from)
  return end === -1 ? bytes.length : end + 1
}

async function unpack(member: Buffer, is_last: boolean): Promise<RecordedPart> {
  try {
    const { buffer, engine } = await gunzipWithInfo(member)
    // Behind a whole member zlib passes over anything: the beginning of the next one was destroyed.
    return { texts: textsOf(buffer), state: engine.bytesWritten < member.length ? 'damaged' : 'whole' }
  } catch (error) {
    const cut = is_last && (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR'
    return { texts: [textBeforeDamage(member)], state: cut ? 'cut' : 'damaged' }
  }
}

/** Nearly every part of ours is unpacked at one go. */
const CHUNK_BYTES = 512 * 1024
const OPTIONS = { maxOutputLength: PART_TEXT_BYTES_MAX, chunkSize: CHUNK_BYTES }

const gunzipWithInfo = promisify(
  (bytes: Buffer, done: (error: Error | null, result: { readonly buffer: Buffer; readonly engine: Gunzip }) => void) =>
    gunzip(bytes, { ...OPTIONS, info: true }, done as never)
)

/** What the longest readable beginning of the member holds, found by halving: zlib keeps what it had decoded when it fails. */
function textBeforeDamage(member: Buffer): string {
  let text = ''
  let readable = 0
  let unreadable = member.length + 1
  while (unreadable - readable > 1) {
    const length = (readable + unreadable) >>> 1
    try {
      text = gunzipSync(member.subarray(0, length), { ...OPTIONS, finishFlush: constants.Z_SYNC_FLUSH }).toString()
      readable = length
    } catch {
      unreadable = length
    }
  }
  return text
}
