import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../nodes/children'
import type { Child } from '../nodes/children'
import { diskReason } from '../recording/disk-errors'
import type { LabToReaper } from './control'

/** How long the reaper may take to exit when it is no longer needed. */
const EXIT_MS_MAX = 1000
/** A guardian that dies by itself is replaced this often; one that dies again and again has a reason that replacing does not mend. */
const REPLACEMENTS_MAX = 10

/** The lab's side of the guardian process: everything a run starts or creates is told to it first. */
export class Reaper {
  private readonly pids = new Set<number>()
  private readonly folders = new Set<string>()
  private replacements = 0
  private closed = false
  private child = this.start()

  /** Guards the child until it has ended. */
  guard<ToChild extends object, FromChild>(child: Child<ToChild, FromChild>): Child<ToChild, FromChild> {
    const { pid } = child
    this.pids.add(pid)
    this.child.send({ kind: 'guard-process', pid })
    void child.exited.then(() => {
      this.pids.delete(pid)
      this.child.send({ kind: 'forget-process', pid })
    })
    return child
  }

  /** Creates a new temporary folder, `netsplit-…`, and guards it until {@link close}. Throws with one sentence when it cannot be created. */
  createFolder(): string {
    const path = join(tmpdir(), `netsplit-${process.pid}-${randomBytes(4).toString('hex')}`)
    this.folders.add(path)
    this.child.send({ kind: 'guard-folder', path })
    try {
      mkdirSync(path, { mode: 0o700 })
    } catch (error) {
      this.folders.delete(path)
      throw new Error(`no temporary folder can be made in ${tmpdir()}: ${diskReason(error)}`, { cause: error })
    }
    return path
  }

  /** Removes a folder before its time. */
  async removeFolder(path: string): Promise<void> {
    this.folders.delete(path)
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  }

  /** Removes the folders and lets the reaper go; call it when all guarded processes have ended. */
  async close(): Promise<void> {
    this.closed = true
    await Promise.all([...this.folders].map((path) => this.removeFolder(path)))
    this.child.disconnect()
    await this.child.end(EXIT_MS_MAX)
  }

  /** Starts a guardian that knows from its first moment of all there is: the lab may be gone before it could send anything. */
  private start(): Child<LabToReaper, never> {
    const guarded: LabToReaper[] = [
      ...[...this.pids].map((pid) => ({ kind: 'guard-process', pid }) as const),
      ...[...this.folders].map((path) => ({ kind: 'guard-folder', path }) as const)
    ]
    const told = guarded.map((message) => JSON.stringify(message))
    const child = startChild<LabToReaper, never>('reaper', () => {}, { detached: true, told })
    // Where no other can be started, an end in order still leaves nothing.
    child.exited.then(() => this.replace()).catch(() => {})
    return child
  }

  /** The guardian has ended: unless that was asked for, another one takes its place. */
  private replace(): void {
    if (this.closed || ++this.replacements > REPLACEMENTS_MAX) return
    this.child = this.start()
  }
}
