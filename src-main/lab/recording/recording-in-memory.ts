/** A recording that is kept in memory: what a browser's tab has, and what was unpacked from one file. */
import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate'
import { version } from '../../../package.json'
import { isMessageEvent } from '../../../src-shared/events'
import type { LabEvent } from '../../../src-shared/events'
import type { RunResult } from '../../../src-shared/result'
import type { RunRecording } from '../run/session'
import type { RecordedPart } from './recorded-part'
import type { RecordingBytes } from './recording-archive'
import { RECORDING_FILES, RECORDING_FORMAT } from './recording-files'
import type { RecordingAbout, RecordingSource } from './recording-files'

const MIB = 1024 * 1024
/** A part is a gzip member of its own, as in a file: damage stays within it. */
const PART_CHARACTERS = 256 * 1024
/** A lying length is not believed. */
const PART_TEXT_BYTES_MAX = 64 * MIB
/** Fast rather than small: this runs beside the cluster. */
const GZIP_LEVEL = 1
/** How every member of ours begins: magic number, deflate, no flags, no time (RFC 1952, 2.3). */
const MEMBER_START = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]

/** Compressed bytes of one run: so many with its messages, and so many in all. */
export const MEMORY_BOUNDS = { messages_bytes: 24 * MIB, bytes: 32 * MIB }

/** Keeps a run in memory as it happens. Of a long run first messages are left out, then all else; the run goes on. */
export class MemoryRecording implements RunRecording {
  /** Nothing waits: what comes is kept at once. */
  readonly lag = 0
  error: string | null = null
  private text = ''
  private readonly parts: Uint8Array[] = []
  /** Compressed. */
  bytes = 0
  private skips_messages = false
  private readonly others = new Map<string, Uint8Array>()

  /** `folder`: a name of its own among the recordings of this lab. */
  constructor(
    readonly folder: string,
    scenario: string,
    private readonly onNotice: (level: 'info' | 'warning' | 'error', text: string) => void,
    private readonly bounds = MEMORY_BOUNDS
  ) {
    const about: RecordingAbout = { format: RECORDING_FORMAT, version }
    this.others.set(RECORDING_FILES.about, strToU8(`${JSON.stringify(about)}\n`))
    this.others.set(RECORDING_FILES.scenario, strToU8(scenario))
  }

  add(events: readonly LabEvent[]): void {
    for (const event of events) {
      if (this.error !== null || (this.skips_messages && isMessageEvent(event))) continue
      this.text += `${JSON.stringify(event)}\n`
      if (this.text.length >= PART_CHARACTERS) this.endPart()
    }
  }

  /** What was kept so far. */
  files(): RecordingBytes {
    this.endPart()
    return new Map(this.others).set(RECORDING_FILES.events, joined(this.parts))
  }

  async close(history: Iterable<string>, result: RunResult): Promise<void> {
    this.others.set(RECORDING_FILES.history, joined(Array.from(history, (text) => strToU8(text))))
    this.others.set(RECORDING_FILES.result, strToU8(`${JSON.stringify(result, null, 2)}\n`))
  }

  async abandon(): Promise<void> {}

  private endPart(): void {
    if (this.text === '') return
    const part = gzipSync(strToU8(this.text), { level: GZIP_LEVEL, mtime: 0 })
    this.text = ''
    this.parts.push(part)
    this.bytes += part.length
    if (this.bytes > this.bounds.messages_bytes && !this.skips_messages) {
      this.skips_messages = true
      this.onNotice('warning', 'This run is long: from here on its recording has no messages.')
    }
    if (this.bytes <= this.bounds.bytes || this.error !== null) return
    this.error = `The recording ends here: a tab keeps ${this.bounds.bytes / MIB} MiB of a run.`
    this.onNotice('warning', this.error)
  }
}

/** Reads a recording whose files are in memory. */
export function memorySource(name: string, files: RecordingBytes): RecordingSource {
  const segments = [...files.keys()].filter((file) => file.startsWith('events')).sort(byNumber)
  return {
    name,
    async readText(file) {
      const bytes = files.get(file)
      if (bytes === undefined) throw new Error('is missing')
      return strFromU8(bytes)
    },
    segments: () => (segments.length > 0 ? segments.map((file) => recordedParts(files.get(file)!)) : [])
  }
}

async function* recordedParts(bytes: Uint8Array): AsyncGenerator<RecordedPart> {
  for (let from = 0; from < bytes.length;) {
    const to = nextMember(bytes, from + 1)
    yield unpacked(bytes.subarray(from, to), to === bytes.length)
    from = to
    // Whoever else works on this thread gets a turn.
    await new Promise((resolve) => setTimeout(resolve))
  }
}

function unpacked(member: Uint8Array, is_last: boolean): RecordedPart {
  try {
    const { length } = member
    const text_bytes = new DataView(member.buffer, member.byteOffset + length - 4).getUint32(0, true)
    if (text_bytes > PART_TEXT_BYTES_MAX) throw new Error('is too long')
    return { texts: [strFromU8(gunzipSync(member))], state: 'whole' }
  } catch {
    return { texts: [], state: is_last ? 'cut' : 'damaged' }
  }
}

/** Where the next one begins; the end where none does. */
function nextMember(bytes: Uint8Array, from: number): number {
  for (let at = from; (at = bytes.indexOf(MEMBER_START[0]!, at)) !== -1; at++)
    if (MEMBER_START.every((byte, i) => bytes[at + i] === byte)) return at
  return bytes.length
}

/** The first segment has no number. */
function byNumber(a: string, b: string): number {
  return numberOf(a) - numberOf(b)
}

function numberOf(segment: string): number {
  return Number(/\d+/.exec(segment)?.[0] ?? 1)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
