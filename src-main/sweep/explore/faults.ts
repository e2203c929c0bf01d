/** What befalls the cluster in each column of the explorer. */
import type { FaultActionInput } from '../../../src-shared/faults/actions'
import type { ExplorerColumn } from '../../../src-shared/exploration'
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'

/** Nodes of every run: the fewest of which a majority can lose one. */
export const NODES = ['n1', 'n2', 'n3'] as const

/** One moment of the run. Without `for` it is not undone. */
interface Moment {
  readonly at: string
  readonly for?: string
  readonly action: FaultActionInput
}

export interface ExplorerFault extends ExplorerColumn {
  /** What happens, first things first. */
  timeline(described: ProtocolDescription): readonly Moment[]
}

export const FAULTS: readonly ExplorerFault[] = [
  { id: 'none', title: 'No fault', explanation: 'Three nodes some milliseconds apart, and nothing happens.', timeline: () => [] },
  {
    id: 'leader-cut',
    title: 'Leader cut off',
    explanation: 'The leader (n1 where nobody leads) is alone on its side of a partition; clients reach both sides.',
    timeline: (described) => forAWhile(isolate(leader(described)))
  },
  {
    id: 'other-cut',
    title: 'Follower cut off',
    explanation: 'A follower (n2 where nobody leads) is alone on its side of a partition; clients reach both sides.',
    timeline: (described) => forAWhile(isolate(follower(described)))
  },
  {
    id: 'crash',
    title: 'Leader crashes',
    explanation: 'The leader (n1 where nobody leads) is killed, and starts again a moment later.',
    timeline: (described) => forAWhile({ do: 'crash', node: leader(described) })
  },
  {
    id: 'lost',
    title: 'Leader lost',
    explanation:
      'The leader (n1 where nobody leads) is cut off from the others, and a moment later it dies for good: what it alone knew of is gone.',
    timeline: (described) => [
      { at: '1500ms', for: '200ms', action: isolate(leader(described)) },
      { at: '1650ms', action: { do: 'crash', node: leader(described) } }
    ]
  },
  {
    id: 'slow',
    title: 'Slow follower',
    explanation: 'Every message to and from a follower (n2 where nobody leads) takes 150 ms longer.',
    timeline: (described) =>
      forAWhile({ do: 'link', from: follower(described), to: '*', change: { settings: { delay_ms: 150 } } })
  },
  {
    id: 'clock',
    title: 'Clock behind',
    explanation: 'The clock of the leader (n1 where nobody leads) is 800 ms behind.',
    timeline: (described) => forAWhile({ do: 'clock', node: leader(described), offset_ms: -800 })
  }
]

function forAWhile(action: FaultActionInput): readonly Moment[] {
  return [{ at: '1500ms', for: '1500ms', action }]
}

function isolate(node: string): FaultActionInput {
  return { do: 'partition', partition: { shape: 'isolate', nodes: [node] } }
}

function leads({ roles }: ProtocolDescription): boolean {
  return roles.some(({ duty }) => duty === 'leads')
}

function leader(described: ProtocolDescription): string {
  return leads(described) ? 'leader' : NODES[0]
}

function follower(described: ProtocolDescription): string {
  return leads(described) ? 'follower' : NODES[1]
}
