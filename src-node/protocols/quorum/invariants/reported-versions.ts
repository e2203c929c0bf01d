/** Which versions each node has ever told to be on its disk. */
import type { NodeId } from '../../../../src-shared/ids'
import type { VersionMark } from '../../../../src-shared/protocols/quorum/facts'
import { isSame, supersedes } from '../version'

/** Rows of each node, and versions of each row, that are remembered; beyond it nothing is known. */
const ROWS_MAX = 20_000
const VERSIONS_MAX = 100

interface ReportedRows {
  /** None supersedes another; null: there were too many. */
  readonly rows: Map<string, VersionMark[] | null>
  /** Every row that the node has told of is among them. */
  is_whole: boolean
}

export class ReportedVersions {
  private readonly nodes = new Map<NodeId, ReportedRows>()

  /** Rows are named by their key, or by anything else that tells them apart. */
  add(node: NodeId, name: string, versions: readonly VersionMark[]): void {
    const told = this.nodes.get(node) ?? { rows: new Map<string, VersionMark[] | null>(), is_whole: true }
    this.nodes.set(node, told)
    const known = told.rows.get(name)
    if (known === null) return
    if (known === undefined && told.rows.size >= ROWS_MAX) told.is_whole = false
    else told.rows.set(name, joined(known ?? [], versions))
  }

  /** Whether the node has certainly never told of this version, nor of one that supersedes it. */
  lacks(node: NodeId, name: string, version: VersionMark): boolean {
    const told = this.nodes.get(node)
    const known = told?.rows.get(name)
    if (known === null) return false
    return known === undefined ? (told?.is_whole ?? true) : !covers(known, version)
  }
}

function joined(known: readonly VersionMark[], versions: readonly VersionMark[]): VersionMark[] | null {
  const news = versions.filter((version) => !covers(known, version))
  const all = [...known.filter((version) => !covers(news, version)), ...news]
  return all.length > VERSIONS_MAX ? null : all
}

function covers(versions: readonly VersionMark[], version: VersionMark): boolean {
  return versions.some((one) => isSame(one, version) || supersedes(one, version))
}
