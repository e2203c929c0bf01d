import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { OpenedRecording, RecordingListing } from '../../src-shared/lab-api'
import type { RunResult } from '../../src-shared/result'
import { diskReason } from '../lab/disk-errors'
import { RecordingError } from '../lab/read-recording'
import { RECORDING_FILES } from '../lab/recording'

/** Recordings that are kept; the oldest make room for new ones. */
const KEPT_MAX = 20
/** Names sort by time, and nothing else in the folder looks like one. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}$/

/** The folder in which a served lab keeps its recordings, one folder each. */
export class Recordings {
  constructor(readonly folder: string) {}

  /** A new folder for the run that begins now; or where none can be made, what to say: the run is recorded for its own time only. */
  newFolder(now = new Date()): { readonly out: string } | { readonly warning: string } {
    const path = join(this.folder, now.toISOString().slice(0, -1).replace(/[:.]/g, '-'))
    try {
      mkdirSync(path, { recursive: true })
      this.#makeRoom()
    } catch (error) {
      return { warning: `Recordings cannot be kept in ${this.folder} (${diskReason(error)}): this one lasts until the next run.` }
    }
    return { out: path }
  }

  /** The name under which a recording is served; null for one that is not kept here. */
  idOf(path: string): string | null {
    return dirname(path) === this.folder ? basename(path) : null
  }

  /** The folder of a recording kept here; null for any other name, however it is written. */
  folderOf(id: string): string | null {
    return NAME.test(id) && existsSync(join(this.folder, id)) ? join(this.folder, id) : null
  }

  /** Newest first, with those that were cut short. `running`: the folder that is being written to, which is left out. */
  async list(running: string | null = null): Promise<RecordingListing[]> {
    return this.#names()
      .reverse()
      .filter((id) => join(this.folder, id) !== running)
      .flatMap((id) => this.#read(id))
  }

  /** Opens one to look at; damage is told in its notices. Rejects with a {@link RecordingError} when nothing of it can be read. */
  async open(id: string): Promise<OpenedRecording> {
    const folder = this.folderOf(id)
    if (folder === null) throw new RecordingError(`there is no recording named ${id}`)
    throw new RecordingError('opening recordings is not there yet')
  }

  #names(): string[] {
    if (!existsSync(this.folder)) return []
    return readdirSync(this.folder)
      .filter((name) => NAME.test(name))
      .sort()
  }

  #read(id: string): RecordingListing[] {
    try {
      const result = JSON.parse(readFileSync(join(this.folder, id, RECORDING_FILES.result), 'utf8')) as RunResult
      const { scenario, title, started_at, engine, seed, duration_ms, passed } = result
      return [{ id, scenario, title, started_at, engine, seed, duration_ms, passed }]
    } catch {
      // Still running, or cut short before there was a result.
      return []
    }
  }

  #makeRoom(): void {
    for (const name of this.#names().slice(0, -KEPT_MAX)) rmSync(join(this.folder, name), { recursive: true, force: true })
  }
}
