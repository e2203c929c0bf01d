import { promisify } from 'node:util'
import fs from 'node:fs'
import { join } from 'node:path'

/** A file of the log that is open for writing. */
export interface DiskFile {
  /** Hands bytes to the operating system; they survive a crash of the machine only after {@link sync}. */
  write(bytes: Uint8Array, position: number): void
  /** Makes everything written durable. After a rejection nothing is known of what was written since the last sync. */
  sync(): Promise<void>
  /** Cuts the file off after `bytes` bytes. */
  truncate(bytes: number): void
  close(): void
}

/** What the write-ahead log needs of a file system: one folder of flat files. Every method throws what the system reports. */
export interface Disk {
  list(): string[]
  read(name: string): Uint8Array
  /** Opens for writing; `create` starts an empty file, replacing one that is there. */
  open(name: string, create: boolean): DiskFile
  /** Replaces `to` atomically. Durable, like {@link remove}, after {@link syncFolder}. */
  rename(from: string, to: string): void
  remove(name: string): Promise<void>
  syncFolder(): Promise<void>
}

const fdatasync = promisify(fs.fdatasync)
const fsync = promisify(fs.fsync)
const unlink = promisify(fs.unlink)

/** The real thing, in `folder`, which is created where it is missing. */
export function createDisk(folder: string): Disk {
  fs.mkdirSync(folder, { recursive: true })
  return {
    list: () => fs.readdirSync(folder),
    read: (name) => fs.readFileSync(join(folder, name)),
    open: (name, create) => openFile(join(folder, name), create),
    rename: (from, to) => fs.renameSync(join(folder, from), join(folder, to)),
    // Off this thread: freeing the blocks of a large file takes a while.
    remove: (name) => unlink(join(folder, name)),
    syncFolder: () => syncFolder(folder)
  }
}

function openFile(path: string, create: boolean): DiskFile {
  const fd = fs.openSync(path, create ? 'w' : 'r+')
  return {
    write(bytes, position) {
      // A write may be short (a full disk writes what fits); the next one then says why.
      for (let at = 0; at < bytes.length;) at += fs.writeSync(fd, bytes, at, bytes.length - at, position + at)
    },
    sync: () => fdatasync(fd),
    truncate: (bytes) => fs.ftruncateSync(fd, bytes),
    close: () => fs.closeSync(fd)
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals renames itself.
  if (process.platform === 'win32') return
  const fd = fs.openSync(folder, 'r')
  try {
    await fsync(fd)
  } finally {
    fs.closeSync(fd)
  }
}
