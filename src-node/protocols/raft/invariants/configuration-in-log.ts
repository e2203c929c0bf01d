import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Commit, Configured, LogAppend, LogDurable, LogTruncate } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { membershipOf, membershipText, sameMembership } from '../../replicated-log/membership'

/**
 * A node goes by the newest configuration of its log and snapshot (Raft §6): by none that it has dropped, and by none older than one that
 * it has committed.
 */
export class ConfigurationInLog implements Judge {
  readonly name = 'configuration-in-log'
  readonly reads = ['gap', 'node-started', Configured.name, LogTruncate.name, LogAppend.name, LogDurable.name, Commit.name]
  /** Nodes that have dropped the entry of their configuration, and have not told of another since. */
  private readonly dropped = new Set<NodeId>()

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (event.kind === 'node-started') this.dropped.delete(event.node)
    if (event.kind === 'gap') this.dropped.clear()
    if (event.kind !== 'fact') return null
    if (Configured.is(event)) return this.onConfigured(event, view)
    if (LogTruncate.is(event)) {
      const { index } = view.nodes.get(event.node)!.configuration
      if (index > 0 && event.data.from_index <= index) this.dropped.add(event.node)
      return null
    }
    return LogAppend.is(event) || Commit.is(event) || LogDurable.is(event) ? this.check(event, view) : null
  }

  /** A snapshot may hold it, and stand for the entry. */
  private onConfigured({ node, seq, data }: Configured, view: ClusterView): Violation | null {
    this.dropped.delete(node)
    const membership = membershipOf(data.voters, data)
    const newest = view.history.filter(({ index }) => index <= data.index).at(-1)
    if (!data.is_committed || newest === undefined) return null
    if (newest.index === data.index || sameMembership(newest.membership, membership)) return null
    const text = `${node} goes by the configuration ${membershipText(membership)} at entry ${data.index}, but entry ${newest.index} made it ${membershipText(newest.membership)}`
    return view.nodes.get(node)!.snapshot >= data.index ? { text, events: [seq] } : null
  }

  private check(event: EventOf<'fact'>, view: ClusterView): Violation | null {
    const { node, seq } = event
    const { configuration, snapshot } = view.nodes.get(node)!
    if (this.dropped.delete(node))
      return { text: `${node} goes by the configuration of entry ${configuration.index}, which it has dropped`, events: [seq] }
    const committed = Math.max(snapshot, Commit.is(event) ? event.data.index : 0)
    const { index, membership } = view.configurations[0]!
    if (snapshot === Infinity || committed < index || configuration.index >= index) return null
    // A configuration like the first one a node need not tell of when it starts.
    if (sameMembership(configuration.membership, membership)) return null
    const text = `${node} has committed the configuration of entry ${index}, and goes by that of entry ${configuration.index}`
    return { text, events: [seq] }
  }
}
