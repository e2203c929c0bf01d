/** What nodes tell of their rounds. All of it is on their disks. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { bitSchema, proposalSchema, proposalText } from './bits'

const instance = z.number().int().min(1)
const round = z.number().int().min(1)
const count = z.number().int().min(0)

/** A node begins an instance with a bit of its own. */
export const InstanceBegun = declareFact({
  name: 'instance-begun',
  volume: 'mark',
  kept: true,
  fields: z.object({ instance, bit: bitSchema }),
  text: ({ instance: number, bit }, { node }) => `${node} begins instance ${number} with ${bit}.`,
  moment: ({ bit }) => `begin with ${bit}`
})
export type InstanceBegun = FactOf<typeof InstanceBegun>

export const BIT_SOURCES = ['input', 'proposal', 'coin'] as const
export type BitSource = (typeof BIT_SOURCES)[number]

/** The first phase of a round: a node reports its bit. */
export const BitReported = declareFact({
  name: 'bit-reported',
  volume: 'mark',
  kept: true,
  fields: z.object({
    instance,
    round,
    bit: bitSchema,
    /** Why it has this bit. */
    source: z.enum(BIT_SOURCES),
    /** Proposals of each bit, and of none, that it has heard in the round before. */
    heard: z.object({ zeros: count, ones: count, none: count })
  }),
  text: ({ round: number, bit, source }, { node }) =>
    `${node} reports ${bit} in round ${number}, ${{ input: 'its input', proposal: 'which somebody has proposed', coin: 'by its coin' }[source]}.`,
  moment: ({ round: number, bit, source }) => `report ${bit} in round ${number}${source === 'coin' ? ' (coin)' : ''}`
})
export type BitReported = FactOf<typeof BitReported>

/** The second phase: it proposes what most nodes have reported, if it has heard that. */
export const BitProposed = declareFact({
  name: 'bit-proposed',
  volume: 'mark',
  kept: true,
  fields: z.object({ instance, round, bit: proposalSchema, zeros: count, ones: count }),
  text: ({ round: number, bit, zeros, ones }, { node }) =>
    `${node} proposes ${bit === null ? 'nothing' : bit} in round ${number}: it has heard ${zeros} × 0 and ${ones} × 1.`,
  moment: ({ round: number, bit }) => `propose ${proposalText(bit)} in round ${number}`
})
export type BitProposed = FactOf<typeof BitProposed>

/** A node has decided, by proposals that it has heard itself or as another tells it. */
export const BitDecided = declareFact({
  name: 'bit-decided',
  volume: 'mark',
  kept: true,
  fields: z.object({
    instance,
    bit: bitSchema,
    /** The round whose proposals decided; null: another node tells it. */
    round: round.nullable(),
    /** Proposals of the bit that it has heard; 0: it was told. */
    proposals: count,
    /** Who told it; null: nobody. */
    told_by: z.string().nullable()
  }),
  text: ({ instance: number, bit, round: in_round, proposals, told_by }, { node }) =>
    told_by === null
      ? `${node} decides ${bit} in round ${in_round}, by ${proposals} proposals (instance ${number}).`
      : `${node} hears from ${told_by} that ${bit} is decided (instance ${number}).`,
  moment: ({ bit }) => `decide ${bit}`
})
export type BitDecided = FactOf<typeof BitDecided>

/** What a node found on its disk when it started. */
export const ParticipantRecovered = declareFact({
  name: 'participant-recovered',
  volume: 'event',
  fields: z.object({
    /** False: its disk is not the one that it wrote last, so that it reports and proposes nothing any more. */
    takes_part: z.boolean(),
    /** Instances that it knows to be decided. */
    decided: count,
    /** The round that it goes on with; 0: none. */
    round: count
  }),
  text: ({ takes_part, decided, round: in_round }, { node }) =>
    takes_part
      ? `${node} knows ${decided} decisions from its disk${in_round === 0 ? '' : `, and goes on in round ${in_round}`}.`
      : `${node} takes no part in rounds: its disk is not the one that it wrote last, and may lack what it has said.`
})
export type ParticipantRecovered = FactOf<typeof ParticipantRecovered>

export const BEN_OR_FACTS = [InstanceBegun, BitReported, BitProposed, BitDecided, ParticipantRecovered]
