/** What Multi-Paxos tells: of ballots, and of the slots of its log. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf, Immutable } from '../../events'
import { listOf } from '../../text/list-text'
import { Apply, Commit, Configured, LogSnapshot } from '../replicated-log/facts'

const ballot = z.number().int()

/** A slot, the ballot in which its value was accepted (`term`), and the value's digest; of a stop-sign the members that it names. */
const mark = z.object({
  index: z.number(),
  term: z.number(),
  digest: z.number(),
  operation: z.string().optional(),
  voters: z.array(z.string()).optional()
})
const marks = z.array(mark)
export type SlotMark = Immutable<z.infer<typeof mark>>

/** The one by which the node goes: the slot of its stop-sign; 0: the first. */
const configuration = z.number().int()

/** A node asks for promises for all slots after `after`, at once. */
export const SlotsPrepared = declareFact({
  name: 'slots-prepared',
  volume: 'event',
  fields: z.object({ ballot, after: z.number() }),
  text: ({ ballot, after }, { node }) => `${node} starts ballot ${ballot} for all slots from ${after + 1} on.`,
  moment: ({ ballot }) => `prepare ${ballot}`
})
export type SlotsPrepared = FactOf<typeof SlotsPrepared>

/** A node has promised to accept nothing below the ballot, in any slot. */
export const SlotsPromised = declareFact({
  name: 'slots-promised',
  volume: 'event',
  fields: z.object({ ballot }),
  text: ({ ballot }, { node }) => `${node} promises ballot ${ballot}.`,
  moment: ({ ballot }) => `promise ${ballot}`
})
export type SlotsPromised = FactOf<typeof SlotsPromised>

/** With a quorum of promises a leader knows what it has to propose in open slots. */
export const SlotsAdopted = declareFact({
  name: 'slots-adopted',
  volume: 'event',
  fields: z.object({
    ballot,
    configuration,
    after: z.number(),
    promises: z.array(z.object({ node: z.string(), accepted: marks })),
    /** What it proposes; without an operation: a no-op. */
    proposals: marks
  }),
  text: ({ ballot, promises, proposals }, { node }) =>
    `${node} leads ballot ${ballot}, promised by ${listOf(promises.map((promise) => promise.node))}: ${proposalsText(proposals)}.`,
  moment: ({ ballot }) => `lead ${ballot}`
})
export type SlotsAdopted = FactOf<typeof SlotsAdopted>

function proposalsText(proposals: readonly SlotMark[]): string {
  if (proposals.length === 0) return 'no slot is open'
  const filled = proposals.filter(({ digest }) => digest === NO_OP_DIGEST)
  const adopted = proposals.filter(({ digest }) => digest !== NO_OP_DIGEST)
  const parts = [
    ...(adopted.length > 0 ? [`it proposes what it found accepted in ${slotsText(adopted)}`] : []),
    ...(filled.length > 0 ? [`${filled.length === 1 ? 'a no-op' : 'no-ops'} in ${slotsText(filled)}`] : [])
  ]
  return parts.join(', ')
}

/** Of an entry without an operation. */
export const NO_OP_DIGEST = 0

/** A node has accepted values. */
export const SlotsAccepted = declareFact({
  name: 'slots-accepted',
  volume: 'mark',
  fields: z.object({ ballot, configuration, entries: marks }),
  text: ({ ballot, entries }, { node }) => `${node} accepts ${entriesText(entries)} in ballot ${ballot}.`
})
export type SlotsAccepted = FactOf<typeof SlotsAccepted>

/** The leader has heard that a quorum accepted. */
export const SlotsChosen = declareFact({
  name: 'slots-chosen',
  volume: 'mark',
  fields: z.object({ ballot, configuration, entries: marks, acceptors: z.array(z.string()) }),
  text: ({ ballot, entries, acceptors }) =>
    `${entriesText(entries)} ${entries.length === 1 ? 'is' : 'are'} chosen: ${listOf(acceptors)} accepted in ballot ${ballot}.`
})
export type SlotsChosen = FactOf<typeof SlotsChosen>

/** A node that lagged was told what is chosen. */
export const SlotsLearned = declareFact({
  name: 'slots-learned',
  volume: 'mark',
  fields: z.object({ from: z.string(), entries: marks }),
  text: ({ from, entries }, { node }) =>
    `${node} learns from ${from} that ${entriesText(entries)} ${entries.length === 1 ? 'is' : 'are'} chosen.`
})
export type SlotsLearned = FactOf<typeof SlotsLearned>

/** Ballot leader election: a node hears a quorum from now on, or no longer. */
export const QuorumHeard = declareFact({
  name: 'quorum-heard',
  volume: 'event',
  fields: z.object({ hears_quorum: z.boolean(), heard: z.array(z.string()) }),
  text: ({ hears_quorum, heard }, { node }) =>
    `${node} hears ${hears_quorum ? 'a quorum' : 'no quorum'}: ${heard.length === 0 ? 'nobody' : listOf(heard)}.`,
  moment: ({ hears_quorum }) => (hears_quorum ? 'quorum heard' : 'no quorum heard')
})
export type QuorumHeard = FactOf<typeof QuorumHeard>

/** Of no candidate that a node hears the ballot is high enough. */
export const BallotRaised = declareFact({
  name: 'ballot-raised',
  volume: 'event',
  fields: z.object({ ballot, above: ballot }),
  text: ({ ballot, above }, { node }) =>
    `${node} raises its ballot to ${ballot}: no candidate that it hears has ballot ${above} or a higher one.`,
  moment: ({ ballot }) => `raise to ${ballot}`
})
export type BallotRaised = FactOf<typeof BallotRaised>

const heardBallot = z.object({ node: z.string(), ballot, hears_quorum: z.boolean() })
/** What a node was told in a round; its own ballot stands first. */
export type HeardBallot = z.infer<typeof heardBallot>

/** A node has elected a ballot higher than that of the leader before. */
export const LeaderElected = declareFact({
  name: 'leader-elected',
  volume: 'event',
  fields: z.object({ ballot, configuration, heard: z.array(heardBallot) }),
  text: ({ ballot, heard }, { node }) =>
    `${node} elects ${listOf(heard.flatMap((told) => (told.ballot === ballot ? told.node : [])))} with ballot ${ballot}, the greatest of ${heard.filter(({ hears_quorum }) => hears_quorum).length} that hear a quorum.`,
  moment: ({ ballot }) => `elect ${ballot}`
})
export type LeaderElected = FactOf<typeof LeaderElected>

/** The leader has answered reads by its lease. */
export const LeaseUsed = declareFact({
  name: 'lease-used',
  volume: 'mark',
  fields: z.object({ ballot, configuration, reads: z.number() }),
  text: ({ ballot, reads }, { node }) =>
    `${node} answers ${reads} ${reads === 1 ? 'read' : 'reads'} by its lease of ballot ${ballot}.`
})
export type LeaseUsed = FactOf<typeof LeaseUsed>

/** A node may answer reads by itself from now on, or no longer. */
export const QuorumLeaseHeld = declareFact({
  name: 'quorum-lease-held',
  volume: 'event',
  fields: z.object({ is_holder: z.boolean(), grantors: z.array(z.string()) }),
  text: ({ is_holder, grantors }, { node }) =>
    is_holder
      ? `${node} answers reads by itself: it has leases of ${listOf([...grantors])}.`
      : `${node} answers no reads by itself any more: too few of its leases last.`,
  moment: ({ is_holder }) => (is_holder ? 'lease held' : 'lease lost')
})
export type QuorumLeaseHeld = FactOf<typeof QuorumLeaseHeld>

/** A node has been asked for reads that it answers by quorum lease. */
export const QuorumLeaseUsed = declareFact({
  name: 'quorum-lease-used',
  volume: 'mark',
  fields: z.object({
    configuration,
    reads: z.number(),
    grantors: z.array(z.string()),
    /** What it knows to be chosen, and what it has accepted after that. */
    commit: z.number(),
    accepted: marks
  }),
  text: ({ reads, grantors }, { node }) =>
    `${node} reads ${reads === 1 ? 'once' : `${reads} times`} by quorum lease of ${listOf([...grantors])}.`
})
export type QuorumLeaseUsed = FactOf<typeof QuorumLeaseUsed>

/** Slots that a node tells of when it starts: the newest. */
export const RECOVERED_MAX = 1_024

/** What a node found on its disk when it started. */
export const SlotsRecovered = declareFact({
  name: 'slots-recovered',
  volume: 'event',
  fields: z.object({
    /** False: its disk is not the one that it wrote last, so that it promises and accepts nothing any more. */
    takes_part: z.boolean(),
    promised: ballot,
    configuration,
    /** What is known to be chosen, and kept in a snapshot. */
    snapshot: z.number(),
    entries: marks
  }),
  text: ({ takes_part, promised, snapshot, entries }, { node }) => {
    if (!takes_part)
      return `${node} takes no part in ballots: its disk is not the one that it wrote last, and may lack what it promised.`
    const kept = snapshot > 0 ? `a snapshot up to slot ${snapshot}, ` : ''
    return `${node} has found on its disk: ${kept}${promised === 0 ? 'no promise' : `a promise of ballot ${promised}`}, ${entries.length} accepted ${entries.length === 1 ? 'slot' : 'slots'}.`
  }
})
export type SlotsRecovered = FactOf<typeof SlotsRecovered>

export const MULTI_PAXOS_FACTS = [
  SlotsPrepared,
  SlotsPromised,
  SlotsAdopted,
  SlotsAccepted,
  SlotsChosen,
  SlotsLearned,
  QuorumHeard,
  BallotRaised,
  LeaderElected,
  LeaseUsed,
  QuorumLeaseHeld,
  QuorumLeaseUsed,
  SlotsRecovered
]

/** With those that all protocols with a log share. */
export const ALL_FACTS = [...MULTI_PAXOS_FACTS, Commit, Apply, Configured, LogSnapshot]

function entriesText(entries: readonly SlotMark[]): string {
  return entries.length === 1 ? `${valueText(entries[0]!)} in ${slotsText(entries)}` : slotsText(entries)
}

/** `c1:12`, `a no-op`, `a stop-sign (members n1, n2 and n3)` */
export function valueText({ operation, digest, voters }: SlotMark): string {
  if (voters !== undefined) return `a stop-sign (${voters.length === 1 ? 'member' : 'members'} ${listOf([...voters])})`
  return operation ?? (digest === NO_OP_DIGEST ? 'a no-op' : 'a value')
}

/** `slots 3 to 5 and 7` */
function slotsText(entries: readonly SlotMark[]): string {
  const runs: [first: number, last: number][] = []
  for (const { index } of entries) {
    const run = runs.at(-1)
    if (run !== undefined && run[1] === index - 1) run[1] = index
    else runs.push([index, index])
  }
  const texts = runs.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`))
  return `${entries.length === 1 ? 'slot' : 'slots'} ${listOf(texts)}`
}
