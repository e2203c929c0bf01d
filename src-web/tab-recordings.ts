import { EventReader, noRecording, readFacts, readRecording } from '../src-main/lab/recording/read-recording'
import type { RecordingContent } from '../src-main/lab/recording/read-recording'
import { unpackRecording } from '../src-main/lab/recording/recording-archive'
import type { RecordingBytes } from '../src-main/lab/recording/recording-archive'
import { memorySource } from '../src-main/lab/recording/recording-in-memory'
import type { MemoryRecording } from '../src-main/lab/recording/recording-in-memory'
import { LabError } from '../src-main/lab/lab-error'
import type { RecordingStore } from '../src-main/server/command-context'
import { openedRecording } from '../src-main/server/describe-recording'
import { recordingId, startOf } from '../src-main/server/recording-ids'
import type { OpenedRecording, RecordingListing } from '../src-shared/lab-api'
import type { ForkMark, RecordingLabel } from '../src-shared/recording-label'
import { encodeBatches, encodeEnd } from '../src-shared/wire/event-batches'
import type { BlobPaths } from './blob-paths'
import { endedEarly } from '../src-shared/result'

/** Runs that are kept while the tab is open; the oldest make room. */
export const KEPT_MAX = 20
const KEPT_BYTES_MAX = 192 * 1024 * 1024
/** Those that were deleted and can be had back. */
const DELETED_MAX = 5
/** A recording of more events is not opened in a tab. */
const EVENTS_MAX = 5_000_000

/** What is kept of a run: its files, or while it goes on what makes them. */
interface Kept {
  readonly files: RecordingBytes | MemoryRecording
  readonly label: RecordingLabel
  readonly forked_from: ForkMark | null
}

/** The recordings of a tab, in its memory: they last as long as it is open. */
export class TabRecordings implements RecordingStore {
  /** By id; the oldest first. */
  private readonly kept = new Map<string, Kept>()
  private readonly deleted = new Map<string, Kept>()
  private last_ms = 0

  constructor(private readonly paths: BlobPaths) {}

  /** A name for a recording that begins now. */
  newId(): string {
    this.last_ms = Math.max(Date.now(), this.last_ms + 1)
    return recordingId(this.last_ms)
  }

  /** Keeps these files, or what the run under way comes to. */
  keep(id: string, files: Kept['files']): void {
    this.kept.set(id, { files, label: { name: '', notes: '' }, forked_from: null })
    this.makeRoom(id)
  }

  /** Takes in a recording from elsewhere; answers its id. Rejects with `RecordingError` when it is none. */
  async take(name: string, archive: Uint8Array): Promise<string> {
    const files = unpackRecording(archive, name)
    const source = memorySource(name, files)
    const reader = new EventReader(source)
    let count = 0
    for await (const events of reader.batches()) {
      count += events.length
      if (count > EVENTS_MAX)
        throw new LabError(`${name} has more than ${EVENTS_MAX.toLocaleString('en')} events: open it on the desktop`)
    }
    if (reader.last === null) throw noRecording(name)
    openedRecording(name, await readFacts(source), reader)
    const id = this.newId()
    this.keep(id, files)
    return id
  }

  /** As they were recorded so far. */
  filesOf(id: string): RecordingBytes {
    return filesOf(this.find(id))
  }

  /** For good. */
  forget(id: string): void {
    this.kept.delete(id)
  }

  /** The lab names its own place. */
  newFolder(): Record<string, never> {
    return {}
  }

  idOf(place: string): string | null {
    return this.kept.has(place) ? place : null
  }

  async list(running: readonly string[]): Promise<RecordingListing[]> {
    const over = [...this.kept].reverse().filter(([id]) => !running.includes(id))
    return (await Promise.all(over.map(([id, kept]) => listed(id, kept)))).flat()
  }

  async listDeleted(): Promise<RecordingListing[]> {
    return (await Promise.all([...this.deleted].reverse().map(([id, kept]) => listed(id, kept)))).flat()
  }

  async open(id: string): Promise<OpenedRecording> {
    const source = memorySource(id, this.filesOf(id))
    const reader = new EventReader(source)
    const chunks: Uint8Array[] = []
    for await (const events of reader.batches()) chunks.push(...encodeBatches(events))
    chunks.push(encodeEnd({ notices: reader.notices() }))
    const opened = openedRecording(id, await readFacts(source), reader)
    return { ...opened, id, events_path: this.paths.add(chunks, 'application/octet-stream'), outline_path: null }
  }

  read(id: string): Promise<RecordingContent> {
    return readRecording(memorySource(id, this.filesOf(id)))
  }

  label(id: string, { name, notes }: RecordingLabel): void {
    this.kept.set(id, { ...this.find(id), label: { name, notes } })
  }

  markFork(id: string, forked_from: ForkMark): void {
    this.kept.set(id, { ...this.find(id), forked_from })
  }

  delete(id: string): void {
    this.deleted.set(id, this.find(id))
    this.kept.delete(id)
    for (const oldest of [...this.deleted.keys()].slice(0, -DELETED_MAX)) this.deleted.delete(oldest)
  }

  restore(id: string): void {
    const kept = this.deleted.get(id)
    if (kept === undefined) throw new LabError(`the recording ${id} cannot be had back: it is gone`)
    this.deleted.delete(id)
    this.kept.set(id, kept)
  }

  private find(id: string): Kept {
    const kept = this.kept.get(id)
    if (kept === undefined) throw new LabError(`there is no recording named ${id}`)
    return kept
  }

  /** The newest one stays. */
  private makeRoom(newest: string): void {
    const sizes = [...this.kept].map(([id, kept]) => ({ id, bytes: bytesOf(kept) }))
    let [count, bytes] = [sizes.length, sizes.reduce((sum, one) => sum + one.bytes, 0)]
    for (const one of sizes) {
      if ((count <= KEPT_MAX && bytes <= KEPT_BYTES_MAX) || one.id === newest) return
      this.kept.delete(one.id)
      count -= 1
      bytes -= one.bytes
    }
  }
}

async function listed(id: string, kept: Kept): Promise<RecordingListing[]> {
  const source = memorySource(id, filesOf(kept))
  const facts = await readFacts(source)
  const reader = new EventReader(source)
  // How it began says what ran.
  for await (const _ of reader.batches()) break
  const { scenario, engine, seed, result } = openedRecording(id, facts, reader)
  const { label, forked_from } = kept
  return [
    {
      ...label,
      ...{ id, scenario: scenario.name, title: scenario.title, started_at: startOf(id), engine, seed, forked_from },
      duration_ms: result?.duration_ms ?? null,
      passed: result?.passed ?? null,
      ended_early: result !== null && endedEarly(result)
    }
  ]
}

function filesOf({ files }: Kept): RecordingBytes {
  return 'files' in files ? files.files() : files
}

function bytesOf({ files }: Kept): number {
  return 'files' in files ? files.bytes : [...files.values()].reduce((sum, { length }) => sum + length, 0)
}
