import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the recordings, so that to move one there costs nothing. */
const FOLDER = '.deleted'
/** So many can be had back; those deleted first go for good. */
const KEPT_MAX = 10

/** Recordings that were deleted and can be had back until the lab ends. */
export class DeletedRecordings {
  readonly folder: string
  /** Their ids, in the order in which they were deleted. */
  private readonly ids: string[] = []

  /** `recordings`: the folder that they are in. */
  constructor(private readonly recordings: string) {
    this.folder = join(recordings, FOLDER)
  }

  get all(): readonly string[] {
    return this.ids
  }

  /** Moves one aside. */
  add(id: string): void {
    mkdirSync(this.folder, { recursive: true })
    renameSync(join(this.recordings, id), join(this.folder, id))
    this.ids.push(id)
    for (const oldest of this.ids.splice(0, Math.max(0, this.ids.length - KEPT_MAX))) this.erase(oldest)
  }

  /** Moves one back; false where it is not there. */
  restore(id: string): boolean {
    const place = this.ids.indexOf(id)
    if (place === -1) return false
    renameSync(join(this.folder, id), join(this.recordings, id))
    this.ids.splice(place, 1)
    return true
  }

  /** Ends what could be had back, and removes what an earlier lab left that was ended before it could. */
  purge(): void {
    this.ids.length = 0
    if (existsSync(this.folder)) for (const id of readdirSync(this.folder)) this.erase(id)
  }

  private erase(id: string): void {
    rmSync(join(this.folder, id), { recursive: true, force: true })
  }
}
