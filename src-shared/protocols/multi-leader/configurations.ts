/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../description/protocol-description'

/** Two leaders of three nodes, so that a follower is there too. */
const LEADERS = 2
/** As the parameter says it: every node leads. */
const ALL = 0

const REGISTERS =
  'A session that keeps to one leader sees causes before effects, but two leaders may see writes in two orders. Short runs with few conflicts may look sequential; the later clock wins, so that a wrong one loses writes.'

/** Registers: what a merge function makes of siblings nobody wrote, so that no model of registers says anything of it. */
const registers: readonly ConfigurationDescription[] = [
  {
    title: 'last write wins, nearest leader',
    parameters: { leaders: LEADERS, conflicts: 'last-write-wins' },
    explanation: REGISTERS
  },
  {
    title: 'last write wins, reads from any node',
    parameters: { leaders: LEADERS, conflicts: 'last-write-wins' },
    read_policy: 'any-node',
    explanation: 'Two reads in a row may ask two nodes, and the second may know less than the first.'
  },
  {
    title: 'last write wins, a leader at each node',
    parameters: { leaders: ALL, conflicts: 'last-write-wins' },
    explanation: REGISTERS
  }
]

/** A counter at each node, as regions keep them. Every model says something of sums, whatever becomes of conflicts. */
const counters: readonly ConfigurationDescription[] = [
  {
    title: 'counter: last write wins',
    parameters: { leaders: ALL, conflicts: 'last-write-wins' },
    operations: ['get', 'increment'],
    explanation:
      'An increment is a read and a write here: of two that do not know of each other one is lost, even without a fault.'
  },
  {
    title: 'counter: merged by the greater value',
    parameters: { leaders: ALL, conflicts: 'merge', merge_function: 'greatest' },
    operations: ['get', 'increment'],
    explanation:
      'The greater of two concurrent sums stands, so that sums do not fall, but what only the smaller one held is lost.'
  },
  {
    title: 'counter: CRDT',
    parameters: { leaders: ALL, conflicts: 'crdt' },
    operations: ['get', 'increment'],
    explanation:
      'Each leader keeps a sum of its own (a PN-counter): conflicts lose nothing, and other leaders’ increments are seen later. What a leader had not passed on when it died for good is lost with it.'
  },
  {
    title: 'counter: CRDT, reads from any node',
    parameters: { leaders: ALL, conflicts: 'crdt' },
    operations: ['get', 'increment'],
    read_policy: 'any-node',
    explanation: 'Conflicts lose nothing, but two reads in a row may ask two nodes, and the second may know less than the first.'
  }
]

export const configurations: readonly ConfigurationDescription[] = [...registers, ...counters]
