import type { Disk, DiskFile } from '../../../../src-node/runtime/wal/disk'

/** The machine died in the middle of an operation. */
export class Crash extends Error {}

interface Inode {
  /** What programs read. */
  bytes: Uint8Array
  /** What the platter holds. */
  durable: Uint8Array
  /** Written since the last sync. */
  unsynced: { bytes: Uint8Array; position: number }[]
}

function written(file: Uint8Array, bytes: Uint8Array, position: number): Uint8Array {
  const grown = new Uint8Array(Math.max(file.length, position + bytes.length))
  grown.set(file)
  grown.set(bytes, position)
  return grown
}

/** A disk in memory that keeps what is synced apart from what is not, counts syncs and dies on command. */
export class MemoryDisk implements Disk {
  syncs = 0
  /** Operations until the machine dies; the last one happens no more. */
  operations_left = Infinity
  /** Holds syncs back until it resolves. */
  gate: Promise<void> | null = null
  failSync: (() => Error) | null = null
  failWrite: (() => Error) | null = null
  private lives = 1
  private names = new Map<string, Inode>()
  private durable_names = new Map<string, Inode>()

  list(): string[] {
    return [...this.names.keys()]
  }

  read(name: string): Uint8Array {
    return this.inode(name).bytes
  }

  /** Replaces a file's content behind the log's back. */
  damage(name: string, change: (bytes: Uint8Array) => Uint8Array): void {
    const inode = this.inode(name)
    inode.bytes = inode.durable = change(inode.bytes.slice())
  }

  open(name: string, create: boolean): DiskFile {
    this.operation()
    if (create) this.names.set(name, { bytes: new Uint8Array(0), durable: new Uint8Array(0), unsynced: [] })
    const inode = this.inode(name)
    const opened_in = this.lives
    return {
      write: (bytes, position) => {
        this.operation()
        if (this.failWrite) throw this.failWrite()
        inode.bytes = written(inode.bytes, bytes, position)
        inode.unsynced.push({ bytes: bytes.slice(), position })
      },
      sync: async () => {
        const { bytes, unsynced } = inode
        const covered = unsynced.length
        await this.gate
        this.operation(opened_in)
        if (this.failSync) throw this.failSync()
        this.syncs++
        inode.durable = bytes
        unsynced.splice(0, covered)
      },
      truncate: (bytes) => {
        this.operation()
        inode.bytes = inode.bytes.slice(0, bytes)
      },
      close: () => {}
    }
  }

  rename(from: string, to: string): void {
    this.operation()
    this.names.set(to, this.inode(from))
    this.names.delete(from)
  }

  async remove(name: string): Promise<void> {
    this.operation()
    this.names.delete(name)
  }

  async syncFolder(): Promise<void> {
    const begun_in = this.lives
    await this.gate
    this.operation(begun_in)
    this.durable_names = new Map(this.names)
  }

  /** The process dies, the machine does not: everything written is still to be read, synced or not. */
  kill(): void {
    this.operations_left = Infinity
    this.lives++
  }

  /**
   * The machine restarts. Of each file survives what was synced and the first `share()` of the bytes written since; of the folder
   * what was synced, or, where `share()` is at least one half, everything.
   */
  restart(share: () => number): void {
    this.kill()
    if (share() < 0.5) this.names = new Map(this.durable_names)
    for (const inode of new Set(this.names.values())) {
      let left = Math.round(share() * inode.unsynced.reduce((sum, { bytes }) => sum + bytes.length, 0))
      for (const { bytes, position } of inode.unsynced) {
        inode.durable = written(inode.durable, bytes.subarray(0, left), position)
        left = Math.max(0, left - bytes.length)
      }
      inode.bytes = inode.durable
      inode.unsynced = []
    }
    this.durable_names = new Map(this.names)
  }

  private inode(name: string): Inode {
    const inode = this.names.get(name)
    if (!inode) throw new Error(`ENOENT: ${name}`)
    return inode
  }

  /** What was begun before a restart never ends. */
  private operation(begun_in = this.lives): void {
    if (--this.operations_left < 0 || begun_in !== this.lives) throw new Crash('the machine died')
  }
}
