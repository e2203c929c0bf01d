/** The chapter, section by section, in its order: how lessons, scenarios and comparisons are grouped. */

export interface Section {
  readonly id: string
  readonly title: string
  /** What it is about, in one sentence. */
  readonly summary: string
  /** Protocols that belong there, by name. */
  readonly protocols: readonly string[]
}

export const SECTIONS = [
  {
    id: 'two-computers',
    title: 'The moment you have two computers',
    summary: 'Silence carries no cause: dead, slow and cut off look alike.',
    protocols: []
  },
  {
    id: 'fallacies',
    title: 'The eight fallacies',
    summary: 'What one likes to believe of a network, and what believing it costs.',
    protocols: ['services']
  },
  {
    id: 'time',
    title: 'Time and ordering',
    summary: 'Clocks drift; what can be known is what happened before what.',
    protocols: ['clocks', 'hlc-kv', 'clock-sync', 'spanner-kv']
  },
  {
    id: 'consistency',
    title: 'Consistency models',
    summary: 'Which answers clients may see, from the strictest promise to the weakest.',
    protocols: []
  },
  {
    id: 'cap',
    title: 'CAP and PACELC',
    summary: 'What a cut costs, and what consistency costs on a day without one.',
    protocols: []
  },
  {
    id: 'consensus',
    title: 'Consensus',
    summary: 'How nodes agree on one order of entries although some of them fail.',
    protocols: ['raft', 'paxos', 'multi-paxos', 'viewstamped-replication', 'ben-or']
  },
  {
    id: 'atomic-commit',
    title: 'Atomic commit and sagas',
    summary: 'One transaction over several nodes: all of it or nothing, and who waits for whom.',
    protocols: ['atomic-commit', 'replicated-commit', 'saga']
  },
  {
    id: 'replication',
    title: 'Replication',
    summary: 'One leader, several leaders, or none: what each may lose, and what it costs.',
    protocols: ['leader-follower', 'multi-leader', 'quorum']
  },
  {
    id: 'membership',
    title: 'Membership and gossip',
    summary: 'How many nodes learn who is there, and how sure one can be that somebody is not.',
    protocols: ['gossip', 'membership']
  },
  {
    id: 'geo',
    title: 'Geo-replication',
    summary: 'Copies in several regions, and the distances that every write pays for.',
    protocols: []
  },
  {
    id: 'partitioning',
    title: 'Partitioning',
    summary: 'Keys divided among nodes: who owns what, how it moves, and what one hot key does.',
    protocols: ['sharded-kv']
  },
  {
    id: 'byzantine',
    title: 'Byzantine faults',
    summary: 'Nodes that lie, and how many honest ones it takes to outvote them.',
    protocols: ['pbft']
  },
  {
    id: 'verification',
    title: 'Verification',
    summary: 'What tests, searches and proofs can say of a protocol, and what they cannot.',
    protocols: []
  }
] as const satisfies readonly Section[]
export type SectionId = (typeof SECTIONS)[number]['id']
export const SECTION_IDS = SECTIONS.map(({ id }) => id) as [SectionId, ...SectionId[]]

/** The section after which the last folder of a path is named. */
export function sectionOfPath(path: string): SectionId | null {
  const folder = path.split(/[\\/]/).at(-2)
  return SECTION_IDS.find((id) => id === folder) ?? null
}
