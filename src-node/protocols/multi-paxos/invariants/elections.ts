/** Whom nodes elect by ballot leader election. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { LeaderElected, SlotsPromised, SlotsRecovered } from '../../../../src-shared/protocols/multi-paxos/facts'
import { Configured } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { electionQuorumOf } from '../quorums'
import type { Configurations } from './configurations'

export class ElectedForward implements LiveInvariant {
  readonly name = 'elected-forward'
  readonly reads = [LeaderElected.name, SlotsPromised.name, SlotsRecovered.name]
  private readonly highest = new Map<NodeId, { readonly ballot: number; readonly seq: number; readonly what: string }>()

  observe(event: LabEvent): Violation | null {
    if (SlotsRecovered.is(event)) this.highest.set(event.node, { ballot: event.data.promised, seq: event.seq, what: 'promised' })
    else if (SlotsPromised.is(event)) this.onBallot(event, 'promised')
    else if (LeaderElected.is(event)) return this.onElected(event)
    return null
  }

  private onElected(event: LeaderElected): Violation | null {
    const before = this.highest.get(event.node)
    this.onBallot(event, 'elected')
    const { ballot } = event.data
    if (before === undefined || ballot > before.ballot || (ballot === before.ballot && before.what === 'promised')) return null
    return {
      text: `${event.node} elects ballot ${ballot}, though it had ${before.what} ${before.ballot}`,
      events: [before.seq, event.seq]
    }
  }

  private onBallot({ node, seq, data: { ballot } }: LeaderElected | SlotsPromised, what: string): void {
    if (ballot > (this.highest.get(node)?.ballot ?? 0)) this.highest.set(node, { ballot, seq, what })
  }
}

export class ElectedConnected implements LiveInvariant {
  readonly name = 'elected-connected'
  readonly reads = [LeaderElected.name, Configured.name]

  constructor(private readonly configurations: Configurations) {}

  observe(event: LabEvent): Violation | null {
    this.configurations.observe(event)
    if (!LeaderElected.is(event)) return null
    const { heard, configuration } = event.data
    const quorum = this.configurations.quorum(
      configuration,
      heard.map(({ node }) => node)
    )
    const text = quorum === null ? null : wrongElection(event, quorum.counted.length, electionQuorumOf(quorum))
    return text === null ? null : { text, events: [event.seq] }
  }
}

function wrongElection({ node, data: { ballot, heard } }: LeaderElected, members: number, quorum: number): string | null {
  if (members < quorum) return `${node} elects ballot ${ballot}, though it hears ${members} of ${quorum}`
  const candidates = heard.filter(({ hears_quorum }) => hears_quorum)
  if (!candidates.some((candidate) => candidate.ballot === ballot))
    return `${node} elects ballot ${ballot}, which is of nobody who hears a quorum`
  const greater = candidates.find((candidate) => candidate.ballot > ballot)
  return greater === undefined
    ? null
    : `${node} elects ballot ${ballot}, though ${greater.node} hears a quorum and has ${greater.ballot}`
}
