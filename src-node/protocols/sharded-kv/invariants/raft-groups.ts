/** Raft's invariants in every group, those that come while the run goes on included. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { MapPublished } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Loss, Violation } from '../../contract'
import { createInvariants } from '../../raft/invariants'

/** Clients' operations move from group to group, so that what was acknowledged is judged by their histories. */
const JUDGED_BY_HISTORIES: ReadonlySet<string> = new Set(['acknowledged-kept'])
/** What concerns all groups of a node. */
const OF_ALL: ReadonlySet<LabEvent['kind']> = new Set<LabEvent['kind']>(['node-started', 'node-exited', 'member-joined', 'gap'])
/** What tells of groups and of nodes that may come to be in them. */
const WATCH_READS: readonly string[] = ['member-joined', MapPublished.name]

export function watchRaftGroups(founding: ReadonlyMap<string, readonly NodeId[]>, nodes: readonly NodeId[]): LiveInvariant[] {
  const watch = new GroupsWatch(founding, nodes)
  const judged = createInvariants([]).map(({ name, reads = [] }, at) => ({ name, reads: [...reads, ...WATCH_READS], at }))
  return judged
    .filter(({ name }) => !JUDGED_BY_HISTORIES.has(name))
    .map(({ name, reads, at }) => ({ name, reads, observe: (event) => watch.judge(event, at) }))
}

class GroupsWatch {
  private readonly groups = new Map<string, LiveInvariant[]>()
  private readonly known: NodeId[]
  private newest: LabEvent | null = null

  constructor(founding: ReadonlyMap<string, readonly NodeId[]>, nodes: readonly NodeId[]) {
    this.known = [...nodes]
    for (const [group, founders] of founding) this.add(group, founders)
  }

  judge(event: LabEvent, at: number): Violation | Loss | null {
    if (event !== this.newest) this.prepare(event)
    if ('group' in event && event.group !== undefined) return this.ask(event.group, event, at)
    if (!OF_ALL.has(event.kind)) return null
    let first: Violation | Loss | null = null
    for (const group of this.groups.keys()) first = this.ask(group, event, at) ?? first
    return first
  }

  /** Groups, and nodes that may come to be in them, are known before anybody speaks of them. */
  private prepare(event: LabEvent): void {
    this.newest = event
    if (event.kind === 'member-joined') this.known.push(event.node)
    if (!MapPublished.is(event)) return
    for (const { name, nodes } of event.data.groups) if (!this.groups.has(name)) this.add(name, nodes)
  }

  private add(group: string, founders: readonly NodeId[]): void {
    const watchers = createInvariants(founders)
    const others = this.known.filter((node) => !founders.includes(node))
    for (const node of others) {
      const joined = { t: 0, seq: 0, kind: 'member-joined', node } as LabEvent
      for (const watcher of watchers) watcher.observe(joined)
    }
    this.groups.set(group, watchers)
  }

  private ask(group: string, event: LabEvent, at: number): Violation | Loss | null {
    const found = this.groups.get(group)?.[at]?.observe(event) ?? null
    return found === null ? null : { ...found, text: `${group}: ${found.text}` }
  }
}
