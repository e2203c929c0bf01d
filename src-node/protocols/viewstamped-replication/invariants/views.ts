/** Whether views go forward, begin with the right log, and commit what enough nodes have. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import {
  RequestsPrepared,
  ViewWanted,
  ViewJoined,
  ViewOpened
} from '../../../../src-shared/protocols/viewstamped-replication/facts'
import type { LiveInvariant, Violation } from '../../contract'

export class PreparedByQuorum implements LiveInvariant {
  readonly name = 'prepared-by-quorum'
  readonly reads = [RequestsPrepared.name]

  constructor(private readonly quorum: number) {}

  observe(event: LabEvent): Violation | null {
    if (!RequestsPrepared.is(event) || event.data.nodes.length >= this.quorum) return null
    const { op, nodes } = event.data
    const text = `${event.node} commits request ${op}, which ${nodes.join(', ')} have, of ${this.quorum} that are needed`
    return { text, events: [event.seq] }
  }
}

export class ViewsForward implements LiveInvariant {
  readonly name = 'views-forward'
  readonly reads = [ViewWanted.name, ViewOpened.name, ViewJoined.name, 'node-started']
  /** The latest view of each node, and of which disk. */
  private readonly latest = new Map<NodeId, { readonly view: number; readonly seq: number }>()
  private readonly generations = new Map<NodeId, number>()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'node-started') this.start(event.node, event.generation ?? 0)
    if (!ViewWanted.is(event) && !ViewOpened.is(event) && !ViewJoined.is(event)) return null
    const { node, seq } = event
    const { view } = event.data
    const before = this.latest.get(node)
    this.latest.set(node, { view, seq })
    if (before === undefined || before.view <= view) return null
    return { text: `${node} is in view ${view}, though it has been in view ${before.view}`, events: [before.seq, seq] }
  }

  /** Whoever has lost its disk cannot know where it was. */
  private start(node: NodeId, generation: number): void {
    if (generation !== (this.generations.get(node) ?? 0)) this.latest.delete(node)
    this.generations.set(node, generation)
  }
}

export class NewestLogChosen implements LiveInvariant {
  readonly name = 'newest-log-chosen'
  readonly reads = [ViewOpened.name]

  constructor(private readonly quorum: number) {}

  observe(event: LabEvent): Violation | null {
    if (!ViewOpened.is(event)) return null
    const text = this.problemWith(event)
    return text === null ? null : { text, events: [event.seq] }
  }

  private problemWith({ node, data: { view, chosen, logs } }: ViewOpened): string | null {
    if (logs.length < this.quorum) return `${node} starts view ${view} with ${logs.length} logs of ${this.quorum}`
    const taken = logs.find((log) => log.node === chosen)!
    const newer = logs.find(
      ({ last_normal, op }) => last_normal > taken.last_normal || (last_normal === taken.last_normal && op > taken.op)
    )
    return newer === undefined
      ? null
      : `${node} starts view ${view} with the log of ${chosen}, though that of ${newer.node} is newer`
  }
}
