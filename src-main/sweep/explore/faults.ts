/** What befalls the cluster in each column of the explorer. */
import type { FaultActionInput } from '../../../src-shared/faults'
import type { ExplorerColumn } from '../../../src-shared/exploration'
import type { ProtocolDescription } from '../../../src-shared/protocol-description'

/** Nodes of every run: the fewest of which a majority can lose one. */
export const NODES = ['n1', 'n2', 'n3'] as const

export interface ExplorerFault extends ExplorerColumn {
  /** What happens for a while; null: nothing. */
  action(described: ProtocolDescription): FaultActionInput | null
}

export const FAULTS: readonly ExplorerFault[] = [
  { id: 'none', title: 'No fault', explanation: 'Three nodes some milliseconds apart, and nothing happens.', action: () => null },
  {
    id: 'leader-cut',
    title: 'Leader cut off',
    explanation: 'The leader (n1 where nobody leads) is alone on its side of a partition; clients reach both sides.',
    action: (described) => ({ do: 'partition', partition: { shape: 'isolate', nodes: [leader(described)] } })
  },
  {
    id: 'other-cut',
    title: 'Follower cut off',
    explanation: 'A follower (n2 where nobody leads) is alone on its side of a partition; clients reach both sides.',
    action: (described) => ({ do: 'partition', partition: { shape: 'isolate', nodes: [follower(described)] } })
  },
  {
    id: 'crash',
    title: 'Leader crashes',
    explanation: 'The leader (n1 where nobody leads) is killed, and starts again a moment later.',
    action: (described) => ({ do: 'crash', node: leader(described) })
  },
  {
    id: 'slow',
    title: 'Slow follower',
    explanation: 'Every message to and from a follower (n2 where nobody leads) takes 150 ms longer.',
    action: (described) => ({
      do: 'link',
      from: follower(described),
      to: '*',
      change: { settings: { delay_ms: 150 } }
    })
  },
  {
    id: 'clock',
    title: 'Clock behind',
    explanation: 'The clock of the leader (n1 where nobody leads) is 800 ms behind.',
    action: (described) => ({ do: 'clock', node: leader(described), offset_ms: -800 })
  }
]

function leads({ roles }: ProtocolDescription): boolean {
  return roles.some(({ look }) => look === 'leader')
}

function leader(described: ProtocolDescription): string {
  return leads(described) ? 'leader' : NODES[0]
}

function follower(described: ProtocolDescription): string {
  return leads(described) ? 'follower' : NODES[1]
}
