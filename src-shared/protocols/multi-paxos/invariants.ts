/** What never happens in Multi-Paxos, whatever fails. */
import type { InvariantDescription } from '../../description/protocol-description'

export const INVARIANTS = [
  {
    name: 'slot-chosen-once',
    title: 'One value is chosen in a slot',
    explanation: 'No two values are chosen, learned or applied in the same slot, now or later (agreement; Lamport 2001, §2.1).'
  },
  {
    name: 'slot-one-value-a-ballot',
    title: 'A ballot has one value in a slot',
    explanation: 'No two nodes accept different values in the same slot and ballot (§2.2).'
  },
  {
    name: 'ballots-grow',
    title: 'No ballot is used twice',
    explanation: 'A node starts each ballot above all that it has started before, also after a restart (§2.5).'
  },
  {
    name: 'promise-forward',
    title: 'Promises never go back',
    explanation: 'A node promises and accepts nothing below a ballot that it has promised, also after a restart (P1a).'
  },
  {
    name: 'highest-adopted',
    title: 'What was accepted is proposed',
    explanation:
      'A leader has the promises of a quorum of the members; in each slot it proposes the value that was accepted in the highest ballot among them, and nothing after a stop-sign (P2c).'
  },
  {
    name: 'slot-chosen-by-quorum',
    title: 'A quorum accepts what is chosen',
    explanation: 'A leader calls a value chosen once a quorum of the members of its slot has accepted it in its ballot (§2.1).'
  },
  {
    name: 'stop-sign-last',
    title: 'A stop-sign ends its ballot',
    explanation:
      'In no ballot is anything accepted in a slot after that of a stop-sign, so nothing is chosen there by the members before (Stoppable Paxos).'
  },
  {
    name: 'configuration-in-log',
    title: 'The configuration is that of the log',
    explanation:
      'All nodes find the same members in a stop-sign, and none goes by an older configuration than the newest of its snapshot.'
  },
  {
    name: 'slots-kept',
    title: 'Nodes forget nothing',
    explanation: 'What a node has promised and accepted is on its disk when it starts again (§2.5).'
  },
  {
    name: 'applied-in-slot-order',
    title: 'Applied in order',
    explanation: 'Every node applies the slots one after the other, and leaves none out (§3).'
  },
  {
    name: 'elected-forward',
    title: 'Elected ballots grow',
    explanation:
      'With ballot leader election, a node elects ballots above all that it has elected since it started, and above all that it has promised (Omni-Paxos §5.2).'
  },
  {
    name: 'elected-connected',
    title: 'Who is elected hears a quorum',
    explanation:
      'With ballot leader election, a node that hears a quorum elects the greatest ballot of those who said in the same round that they hear one (Omni-Paxos §5.2).'
  },
  {
    name: 'lease-exclusive',
    title: 'A lease excludes other leaders',
    explanation: 'No leader answers a read by its lease after another has been promised a higher ballot by a quorum.'
  },
  {
    name: 'quorum-lease-current',
    title: 'Holders of leases know of what is chosen',
    explanation:
      'A node that answers reads by quorum lease has accepted, or knows to be chosen, all that a leader has called chosen before (Moraru et al. 2014, §3).'
  },
  {
    name: 'quorum-lease-quorum',
    title: 'No quorum without a grantor',
    explanation: 'A node answers by quorum lease only while every quorum of acceptors has a member whose lease it has.'
  }
] as const satisfies readonly InvariantDescription[]
