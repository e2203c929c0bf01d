import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDisk } from '../../../src-node/runtime/wal/disk'
import { durableFiles } from '../../../src-node/runtime/wal/backup'
import type { NodeId } from '../../../src-shared/ids'

/** The folders that are the disks of a run's nodes, and their newest backups. */
export class NodeDisks {
  private readonly generations = new Map<NodeId, number>()
  private readonly backups = new Map<NodeId, ReadonlyMap<string, Uint8Array>>()

  /** Each node gets a folder of its own in `data_dir`. */
  constructor(private readonly data_dir: string) {}

  /** The node's folder, which is there from then on. */
  folder(node: NodeId): string {
    const folder = join(this.data_dir, node)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  /** See `Boot.generation`. */
  generation(node: NodeId): number {
    return this.generations.get(node) ?? 0
  }

  /** Everything is gone. The node must be down. */
  lose(node: NodeId): void {
    rmSync(this.folder(node), { recursive: true, force: true })
    this.generations.set(node, this.generation(node) + 1)
  }

  /** Keeps a copy of what is durable now; the node may be up. */
  backUp(node: NodeId): void {
    this.backups.set(node, durableFiles(createDisk(this.folder(node))))
  }

  /** The disk becomes the newest backup. The node must be down. */
  restore(node: NodeId): void {
    const backup = this.backups.get(node)
    if (!backup) throw new Error(`there is no backup of ${node}`)
    this.lose(node)
    for (const [name, bytes] of backup) writeFileSync(join(this.folder(node), name), bytes)
  }
}
