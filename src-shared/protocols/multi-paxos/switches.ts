/** Deliberate bugs of Multi-Paxos, each with what it breaks and the scenario that brings it to light. */
import type { SwitchDescription } from '../../description/protocol-description'

const HUNT = 'multi-paxos-chaos'

export const SWITCHES = [
  {
    name: 'promise-unsaved',
    title: 'Promises not on disk',
    explanation: 'A node promises without writing it down: after a crash it accepts in ballots that it has promised to refuse.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'accept-unsaved',
    title: 'Accepted values not on disk',
    explanation: 'A node accepts without writing it down: after a crash the next leader finds no trace of what was chosen.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'ballot-unsaved',
    title: 'Own ballots not on disk',
    explanation: 'A node forgets which ballots it has started: after a crash it uses one of them again, for other values.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'accept-below-promise',
    title: 'Accepted in spite of a promise',
    explanation: 'A node accepts values in a ballot below the one that it has promised, so that a deposed leader goes on.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'ignore-accepted',
    title: 'Accepted values ignored',
    explanation: 'A new leader puts its own commands into open slots, whatever nodes have accepted there already.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'adopt-first',
    title: 'The first value taken over',
    explanation: 'A new leader takes over the value of a slot that it hears of first, not that of the highest ballot.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-two-leaders'
  },
  {
    name: 'gaps-left',
    title: 'Gaps not filled',
    explanation: 'A new leader proposes nothing for slots in which nobody has accepted anything: what follows is never applied.',
    breaks: 'liveness',
    exposed_by: 'multi-paxos-gaps'
  },
  {
    name: 'gaps-skipped',
    title: 'Applied past a gap',
    explanation: 'A leader applies what is chosen at once, though an earlier slot is still open.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-gaps'
  },
  {
    name: 'chosen-by-one',
    title: 'Chosen by the first acceptor',
    explanation: 'A leader calls a value chosen as soon as one node has accepted it.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'any-ballot-chosen',
    title: 'Commit index trusted for any ballot',
    explanation:
      'A node takes what it has accepted in earlier ballots for chosen, up to the leader’s commit index, though another value may be.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'stale-reads',
    title: 'Reads without asking a quorum',
    explanation: 'A leader answers reads at once, so a deposed leader that was cut off answers with old values.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'lease-without-margin',
    title: 'Leases without a margin for drift',
    explanation:
      'The leader trusts its lease for the whole of the others’ promise by its own clock, which may be slower than theirs.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-lease-reads'
  },
  {
    name: 'holders-not-awaited',
    title: 'Holders of leases not waited for',
    explanation:
      'A leader calls a value chosen once a quorum has accepted it, though a holder of quorum leases has not heard of it.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-chaos-quorum-leases'
  },
  {
    name: 'lease-outlived',
    title: 'Read after the lease',
    explanation: 'A node goes on answering reads by quorum leases that have run out, while writes wait for it no more.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-chaos-quorum-leases'
  },
  {
    name: 'pending-ignored',
    title: 'What is accepted is overlooked',
    explanation:
      'A holder of quorum leases answers from what it has applied, although it has accepted a later write of the same key.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-chaos-quorum-leases'
  },
  {
    name: 'grants-forgotten',
    title: 'Leases forgotten in a crash',
    explanation: 'A node that starts again takes it that nobody holds a quorum lease of it any more.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-quorum-leases-restart'
  },
  {
    name: 'deaf-candidates',
    title: 'Candidates need no quorum',
    explanation:
      'With ballot leader election, a node counts all that it hears as candidates, also a leader that reaches no quorum and can have nothing chosen.',
    breaks: 'liveness',
    exposed_by: 'multi-paxos-quorum-loss-ble'
  },
  {
    name: 'refusals-overtaken',
    title: 'Ballots overtaken by hearsay',
    explanation:
      'With ballot leader election, a deposed leader raises its ballot above one that it knows from a refusal alone: two that do not reach each other take turns.',
    breaks: 'liveness',
    exposed_by: 'multi-paxos-chained-ble'
  },
  {
    name: 'trust-restored-disk',
    title: 'A lost disk is trusted',
    explanation:
      'A node whose disk was lost or replaced by an older copy promises and accepts as before, although it has forgotten what it promised.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-chaos-disks'
  },
  {
    name: 'past-stop-sign',
    title: 'Proposed past a stop-sign',
    explanation:
      'A leader goes on proposing after a stop-sign that is not chosen yet: the members before decide on slots that are those of the next.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-join'
  },
  {
    name: 'promises-kept',
    title: 'Promises of the members before kept',
    explanation:
      'A leader goes on in the next configuration with the promises of the one before, so that members who have promised nothing to it may follow another.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-join'
  },
  {
    name: 'learners-count',
    title: 'Learners counted as voters',
    explanation: 'What a node promises and accepts counts although it is no member yet, or any more.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-learners'
  },
  {
    name: 'snapshot-forgets-configuration',
    title: 'Snapshot with the first configuration',
    explanation:
      'A snapshot holds the configuration that the log began with, so whoever starts from it, or installs it, goes by that.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-replace'
  },
  {
    name: 'stop-signs-overlooked',
    title: 'Stop-signs taken over like any value',
    explanation:
      'A new leader that finds a stop-sign accepted, and something in later slots, proposes all of it again: the stop-sign ends nothing.',
    breaks: 'safety',
    exposed_by: 'multi-paxos-stop-sign-found'
  },
  {
    name: 'apply-retries',
    title: 'Retries applied again',
    explanation: 'A command that was chosen in two slots, as its client asked twice, takes effect twice.',
    breaks: 'safety',
    exposed_by: HUNT
  }
] as const satisfies readonly SwitchDescription[]
