import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { OpenedRecording, RecordingListing } from '../../src-shared/lab-api'
import type { ForkMark, RecordingLabel } from '../../src-shared/recording-label'
import { diskReason } from '../lab/recording/disk-errors'
import { LabError } from '../lab/lab-error'
import { segmentsOf } from '../lab/recording/recorded-segments'
import { EventReader, readFacts } from '../lab/recording/read-recording'
import type { RecordingContent, RecordingFacts } from '../lab/recording/read-recording'
import { unpackRecording } from '../lab/recording/recording-archive'
import { memorySource } from '../lab/recording/recording-in-memory'
import { RecordingError } from '../lab/recording/recording-error'
import { folderSource, readRecordingFolder } from '../lab/recording/recording-folder'
import type { RecordingStore } from './command-context'
import { DeletedRecordings } from './deleted-recordings'
import { describeRecording, openedRecording } from './describe-recording'
import { recordingId, startOf } from './recording-ids'
import { readLabel, writeLabel } from './recording-labels'
import { endedEarly } from '../../src-shared/result'

/** Recordings without a name that are kept; the oldest make room for new ones. */
const KEPT_MAX = 20
/** Those with a name stay until somebody deletes them. */
const NAMED_MAX = 100
/** Names sort by time, and nothing else in the folder looks like one. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}$/
/** Longer files of runs without a result are not read through just to tell their length. */
const LISTED_BYTES_MAX = 8 * 1024 * 1024

/** Under this path the folder of recordings and their exports is served, for saving. */
export const RECORDINGS_PATH = '/recordings/'
/** Behind a recording's path: its events, see `wire/event-batches.ts`. */
export const EVENTS_NAME = 'events'
/** The same for an outline of them. */
export const OUTLINE_NAME = 'outline'
/** Shorter files of events are shown at once, without an outline first. */
const OUTLINED_BYTES_MIN = 4 * 1024 * 1024

/** The events of a recording, read through. */
interface Scan {
  readonly size_bytes: number
  readonly changed_ms: number
  readonly reader: EventReader
}

/** The folder in which a served lab keeps its recordings, one folder each. */
export class Recordings implements RecordingStore {
  /** Of those that were cut short, so that listing them again costs nothing. */
  #scans = new Map<string, Scan>()

  readonly #deleted: DeletedRecordings

  constructor(readonly folder: string) {
    this.#deleted = new DeletedRecordings(folder)
  }

  /** A new folder for the run that begins now, for which none of `keep` is given up; or where none can be made, what to say: the run is recorded for its own time only. */
  newFolder(now = new Date(), keep: readonly string[] = []): { readonly out: string } | { readonly warning: string } {
    const path = this.#freePath(now.getTime())
    try {
      mkdirSync(path, { recursive: true })
      this.#makeRoom(keep)
    } catch (error) {
      return { warning: `Recordings cannot be kept in ${this.folder} (${diskReason(error)}): this one lasts until the next run.` }
    }
    return { out: path }
  }

  /** Keeps a page that belongs to no recording; answers the name under which it is served. Throws {@link LabError} when it cannot be written. */
  keepPage(name: string, text: string): string {
    try {
      mkdirSync(this.folder, { recursive: true })
      writeFileSync(join(this.folder, name), text)
    } catch (error) {
      throw new LabError(`${name} cannot be kept in ${this.folder} (${diskReason(error)})`)
    }
    return name
  }

  /** The name under which a recording is served; null for one that is not kept here. */
  idOf(path: string): string | null {
    return dirname(path) === this.folder ? basename(path) : null
  }

  /** The folder of a recording kept here; null for any other name, however it is written. */
  folderOf(id: string): string | null {
    return recordingFolder(this.folder, id)
  }

  /** Newest first, with those that were cut short. `running`: folders that are being written to, which are left out. */
  async list(running: readonly string[] = []): Promise<RecordingListing[]> {
    const listed: RecordingListing[] = []
    for (const id of this.#names().reverse()) {
      if (!running.includes(join(this.folder, id))) listed.push(...(await this.#list(id, join(this.folder, id))))
    }
    return listed
  }

  /** Those that can be had back, the one deleted last first. */
  async listDeleted(): Promise<RecordingListing[]> {
    const listed = this.#deleted.all.map((id) => this.#list(id, join(this.#deleted.folder, id)))
    return (await Promise.all(listed)).flat().reverse()
  }

  /** Writes down what it is called. Throws {@link LabError}, as the next three do. */
  label(id: string, label: RecordingLabel): void {
    const folder = this.#folderOf(id)
    if (label.name !== '' && readLabel(folder).name === '' && this.#named().length >= NAMED_MAX)
      throw new LabError(`${NAMED_MAX} recordings have names, and more are not kept: delete one, or take its name away`)
    onDisk('The label cannot be written', () => writeLabel(folder, label))
  }

  /** Writes down what its run branched off. */
  markFork(id: string, forked_from: ForkMark): void {
    const folder = this.#folderOf(id)
    onDisk('That this is a fork cannot be written down', () => writeLabel(folder, { forked_from }))
  }

  /** Moves it aside until the lab ends, or until more are deleted than are kept. */
  delete(id: string): void {
    this.#folderOf(id)
    onDisk('The recording cannot be deleted', () => this.#deleted.add(id))
  }

  /** Takes back that it was deleted. */
  restore(id: string): void {
    const restored = onDisk('The recording cannot be had back', () => this.#deleted.restore(id))
    if (!restored) throw new LabError(`the recording ${id} cannot be had back: it is gone`)
  }

  /** What was deleted is gone for good. */
  purgeDeleted(): void {
    this.#deleted.purge()
  }

  /** Opens one to look at; its notices tell what is wrong with it, but for its events, which tell that themselves. Rejects with {@link RecordingError} when nothing can be read. */
  async open(id: string): Promise<OpenedRecording> {
    const folder = this.folderOf(id)
    if (folder === null) throw new RecordingError(`there is no recording named ${id}`)
    const facts = await readFacts(folderSource(folder))
    // How it began is enough here: its events are read once, when they are sent.
    const { reader, size_bytes } = await this.#scan(id, folder, 0)
    return {
      ...openedRecording(folder, facts, reader),
      id,
      events_path: `${RECORDINGS_PATH}${id}/${EVENTS_NAME}`,
      outline_path: size_bytes < OUTLINED_BYTES_MIN ? null : `${RECORDINGS_PATH}${id}/${OUTLINE_NAME}`
    }
  }

  /** Unpacks one that was exported as one file into a folder of its own. Throws {@link LabError} and {@link RecordingError}. */
  async take(name: string, archive: Uint8Array): Promise<string> {
    const files = unpackRecording(archive, name)
    const source = memorySource(name, files)
    const reader = new EventReader(source)
    // How it began tells whether it is one.
    for await (const _ of reader.batches()) break
    openedRecording(name, await readFacts(source), reader)
    const folder = this.newFolder()
    if ('warning' in folder) throw new LabError(folder.warning)
    onDisk('The recording cannot be kept', () => {
      for (const [file, bytes] of files) writeFileSync(join(folder.out, file), bytes)
    })
    return basename(folder.out)
  }

  /** All of one. Rejects with {@link RecordingError} when nothing can be read. */
  read(id: string): Promise<RecordingContent> {
    return readRecordingFolder(this.#folderOf(id))
  }

  #folderOf(id: string): string {
    const folder = this.folderOf(id)
    if (folder === null) throw new LabError(`there is no recording named ${id}`)
    return folder
  }

  /** `folder`: where it is now. */
  async #list(id: string, folder: string): Promise<RecordingListing[]> {
    const facts = await readFacts(folderSource(folder))
    const started_at = startOf(id)
    if (facts.result) {
      const { scenario, title, engine, seed, duration_ms, passed } = facts.result
      const ended_early = endedEarly(facts.result)
      return [{ id, scenario, title, started_at, engine, seed, duration_ms, passed, ended_early, ...readLabel(folder) }]
    }
    return this.#listCutShort(id, folder, facts)
  }

  async #listCutShort(id: string, folder: string, facts: RecordingFacts): Promise<RecordingListing[]> {
    const { reader, size_bytes } = await this.#scan(id, folder, LISTED_BYTES_MAX)
    const { scenario, engine, seed } = describeRecording(facts, reader)
    if (scenario === null || (reader.last === null && facts.scenario === null)) return []
    const duration_ms = reader.last && size_bytes <= LISTED_BYTES_MAX ? reader.last.t / 1000 : null
    const { name, title } = scenario
    const started_at = startOf(id)
    return [
      { id, scenario: name, title, started_at, engine, seed, duration_ms, passed: null, ended_early: false, ...readLabel(folder) }
    ]
  }

  /** Reads the events through; of a file longer than `bytes_max` only the first part, which says how the run began. */
  async #scan(id: string, folder: string, bytes_max = Infinity): Promise<Scan> {
    const { size, mtimeMs } = await sizeOfEvents(folder)
    const known = this.#scans.get(id)
    if (known?.size_bytes === size && known.changed_ms === mtimeMs) return known
    const reader = new EventReader(folderSource(folder))
    for await (const _ of reader.batches()) if (size > bytes_max) break
    const scan = { size_bytes: size, changed_ms: mtimeMs, reader }
    if (size <= bytes_max) this.#scans.set(id, scan)
    return scan
  }

  /** Several may begin within a millisecond. */
  #freePath(now_ms: number): string {
    const path = join(this.folder, recordingId(now_ms))
    return existsSync(path) ? this.#freePath(now_ms + 1) : path
  }

  #names(): string[] {
    if (!existsSync(this.folder)) return []
    return readdirSync(this.folder)
      .filter((name) => NAME.test(name))
      .sort()
  }

  #named(): string[] {
    return this.#names().filter((id) => readLabel(join(this.folder, id)).name !== '')
  }

  #makeRoom(keep: readonly string[]): void {
    const named = this.#named()
    const others = this.#names().filter((id) => !named.includes(id))
    for (const name of others.slice(0, -KEPT_MAX)) {
      if (keep.includes(join(this.folder, name))) continue
      rmSync(join(this.folder, name), { recursive: true, force: true })
      this.#scans.delete(name)
    }
  }
}

/** Throws {@link LabError} with the disk's reason. */
function onDisk<Value>(what: string, act: () => Value): Value {
  try {
    return act()
  } catch (error) {
    throw new LabError(`${what}: ${diskReason(error)}`)
  }
}

/** The folder of the recording of that name; null where there is none, and for names that are no recording's. */
export function recordingFolder(recordings: string, id: string): string | null {
  return NAME.test(id) && existsSync(join(recordings, id)) ? join(recordings, id) : null
}

/** Of all segments, and when the last of them changed. */
async function sizeOfEvents(folder: string): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  const stats = await Promise.all(segmentsOf(folder).map((path) => stat(path).catch(() => ({ size: 0, mtimeMs: 0 }))))
  return {
    size: stats.reduce((sum, { size }) => sum + size, 0),
    mtimeMs: Math.max(...stats.map(({ mtimeMs }) => mtimeMs))
  }
}
