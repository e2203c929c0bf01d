/** The runs of the table: one transaction over two participants, and one member that dies at a moment that is known to the microsecond. */
import type { WindowColumn } from '../../../src-shared/commit-window'
import type { Parameters } from '../../../src-shared/description/protocol-description'
import type { EndpointId, NodeId } from '../../../src-shared/ids'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'

const NODES = ['n1', 'n2', 'n3'] as const
export const CLIENT: EndpointId = 'c1'
/** How long the dead member is away: many times every timeout of the protocols. */
const OUTAGE_MS = 3000
const TITLE_LENGTH_MAX = 80

interface WindowSettings extends WindowColumn {
  readonly parameters: Parameters
}

/** Participants of two-phase commit may ask each other, so that only those wait that nobody can help. */
export const COLUMNS: readonly WindowSettings[] = [
  {
    id: 'two-phase',
    title: 'Two-phase',
    explanation: 'A participant in doubt asks the coordinator alone.',
    parameters: { commit: 'two-phase' }
  },
  {
    id: 'cooperative',
    title: 'Two-phase, cooperative',
    explanation: 'A participant in doubt asks the other participants too.',
    parameters: { commit: 'two-phase', termination: 'cooperative' }
  },
  {
    id: 'three-phase',
    title: 'Three-phase',
    explanation: 'Before it commits, the coordinator has everybody write down that all have voted yes.',
    parameters: { commit: 'three-phase' }
  },
  {
    id: 'paxos',
    title: 'Paxos Commit',
    explanation: 'Votes are with a majority of acceptors (here all three members), and anybody may take over.',
    parameters: { commit: 'paxos' }
  }
]

/** Nobody dies. What is not synced is lost in a crash. */
export function calmScenario({ id, title, explanation, parameters }: WindowSettings): Scenario {
  return scenarioSchema.parse({
    name: `commit-window-${id}`,
    title: `${title}: one transaction`,
    summary: explanation,
    engine: 'simulation',
    cluster: { protocol: 'atomic-commit', nodes: [...NODES], parameters },
    network: { default: { delay_ms: 5 } },
    workload: {
      clients: 1,
      retry: { attempts: 1 },
      timeout: '5s',
      script: [
        {
          at: '1s',
          client: CLIENT,
          operation: {
            f: 'transaction',
            key: 'bank',
            steps: [
              { do: 'write', key: 'alice', value: '60' },
              { do: 'write', key: 'carol', value: '40' }
            ]
          }
        }
      ]
    },
    timeline: NODES.map((node) => ({
      at: '0s',
      label: `What ${node} has not synced is lost`,
      action: { do: 'disk', node, lose_unsynced: true }
    })),
    duration: '6s',
    checks: ['invariants']
  })
}

export interface Crash {
  readonly member: NodeId
  readonly at_us: number
  /** What the member would send these at that moment does not leave it any more. */
  readonly unsent: readonly EndpointId[]
  /** As the rest of "n1 dies …". */
  readonly when: string
}

/** The same run up to the crash. */
export function crashScenario(calm: Scenario, { member, at_us, unsent, when }: Crash, id: string): Scenario {
  const label = `${member} dies ${when}`
  const cuts = unsent.map((to) => ({
    at: (at_us - 1) / 1000,
    for: 0.003,
    times: 1,
    label: `${member} sends ${to} nothing more`,
    action: { do: 'link' as const, from: member, to, both: false, change: { mode: 'cut' as const } }
  }))
  const crash = { at: (at_us + 1) / 1000, for: OUTAGE_MS, times: 1, label, action: { do: 'crash' as const, node: member } }
  return {
    ...calm,
    name: `${calm.name}-${id}`.slice(0, 62),
    title: `${calm.title.replace('one transaction', label)}`.slice(0, TITLE_LENGTH_MAX),
    timeline: [...calm.timeline, ...cuts, crash]
  }
}
