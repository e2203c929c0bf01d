/** Which message of a protocol plays which part: protocols that replicate a log by one leader, side by side. */
import { findDefinition } from '../protocols/registry'
import type { ComparedRun } from './comparison'

const PROTOCOLS = ['raft', 'multi-paxos', 'viewstamped-replication'] as const
type Aligned = (typeof PROTOCOLS)[number]

/** Names of messages, or of forms of them, that play the part. */
type Part = { readonly title: string } & { readonly [Protocol in Aligned]: readonly string[] }

const PARTS: readonly Part[] = [
  { title: 'Would it be heard?', raft: ['pre-vote', 'pre-vote-reply'], 'multi-paxos': [], 'viewstamped-replication': [] },
  {
    title: 'Asks for a new leader',
    raft: ['request-vote'],
    'multi-paxos': ['prepare'],
    'viewstamped-replication': ['start-view-change']
  },
  {
    title: 'Agrees, and tells what it has',
    raft: ['request-vote-reply'],
    'multi-paxos': ['promise'],
    'viewstamped-replication': ['do-view-change']
  },
  { title: 'Says that it leads', raft: [], 'multi-paxos': [], 'viewstamped-replication': ['start-view'] },
  {
    title: 'Hands out commands',
    raft: ['append-entries'],
    'multi-paxos': ['accept'],
    'viewstamped-replication': ['prepare']
  },
  {
    title: 'Has them',
    raft: ['append-entries-reply'],
    'multi-paxos': ['accepted'],
    'viewstamped-replication': ['prepare-ok']
  },
  {
    title: 'Is alive, and what is committed',
    raft: ['heartbeat'],
    'multi-paxos': ['heartbeat'],
    'viewstamped-replication': ['commit']
  },
  {
    title: 'Asks for what it lacks',
    raft: [],
    'multi-paxos': ['catch-up'],
    'viewstamped-replication': ['get-state']
  },
  {
    title: 'Brings it',
    raft: ['install-snapshot'],
    'multi-paxos': ['chosen', 'snapshot'],
    'viewstamped-replication': ['new-state', 'checkpoint']
  },
  {
    title: 'Has lost its memory',
    raft: [],
    'multi-paxos': [],
    'viewstamped-replication': ['recovery', 'recovery-response']
  }
]

/** A line of the table; a cell for each run. */
export interface PartRow {
  readonly title: string
  /** `names`: null where no message plays the part; `sent`: how many the recording holds; null: it is no message. */
  readonly cells: readonly { readonly names: string | null; readonly sent: number | null }[]
}

/** Lines of the table; none unless these runs are of different protocols, all of which are aligned. */
export function partRows(runs: readonly ComparedRun[]): PartRow[] {
  const aligned = runs.filter((run): run is ComparedRun & { readonly protocol: Aligned } => isAligned(run.protocol))
  if (aligned.length < runs.length || new Set(runs.map(({ protocol }) => protocol)).size < 2) return []
  const numbers = runs.map(({ protocol }) => ({ names: findDefinition(protocol)!.description.term ?? null, sent: null }))
  const parts = PARTS.filter((part) => aligned.some(({ protocol }) => part[protocol].length > 0))
  return [
    { title: 'Numbers its leaders by', cells: numbers },
    ...parts.map((part) => ({
      title: part.title,
      cells: aligned.map(({ protocol, comparison: { sent } }) => {
        const names = part[protocol]
        if (names.length === 0) return { names: null, sent: null }
        return { names: names.join(', '), sent: names.reduce((sum, name) => sum + (sent.get(name) ?? 0), 0) }
      })
    }))
  ]
}

function isAligned(protocol: string): protocol is Aligned {
  return (PROTOCOLS as readonly string[]).includes(protocol)
}
