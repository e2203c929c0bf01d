import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../children'
import type { Child } from '../children'
import { diskReason } from '../disk-errors'
import type { LabToReaper } from './control'

/** How long the reaper may take to exit when it is no longer needed. */
const EXIT_MS_MAX = 1000

/** The lab's side of the guardian process: everything a run starts or creates is told to it first. */
export class Reaper {
  private readonly child: Child<LabToReaper, never> = startChild('reaper', () => {}, { detached: true })
  private readonly folders = new Set<string>()

  /** Guards the child until it has ended. */
  guard<ToChild extends object, FromChild>(child: Child<ToChild, FromChild>): Child<ToChild, FromChild> {
    this.child.send({ kind: 'guard-process', pid: child.pid })
    void child.exited.then(() => this.child.send({ kind: 'forget-process', pid: child.pid }))
    return child
  }

  /** Creates a new temporary folder, `netsplit-…`, and guards it until {@link close}. Throws with one sentence when it cannot be created. */
  createFolder(): string {
    const path = join(tmpdir(), `netsplit-${process.pid}-${randomBytes(4).toString('hex')}`)
    this.child.send({ kind: 'guard-folder', path })
    try {
      mkdirSync(path, { mode: 0o700 })
    } catch (error) {
      throw new Error(`no temporary folder can be made in ${tmpdir()}: ${diskReason(error)}`, { cause: error })
    }
    this.folders.add(path)
    return path
  }

  /** Removes a folder before its time. */
  async removeFolder(path: string): Promise<void> {
    this.folders.delete(path)
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  }

  /** Removes the folders and lets the reaper go; call it when all guarded processes have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.folders].map((path) => this.removeFolder(path)))
    this.child.disconnect()
    await this.child.end(EXIT_MS_MAX)
  }
}
