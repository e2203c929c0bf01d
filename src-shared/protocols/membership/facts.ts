/** What members tell of each other. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { counted } from '../../text/counted'
import { DETECTORS } from './choices'
import { STATUSES } from './member'

const incarnation = z.number().int().min(0)

/** A node has started, and takes these for alive under their first incarnation. */
export const MembershipStarted = declareFact({
  name: 'membership-started',
  volume: 'event',
  fields: z.object({
    detector: z.enum(DETECTORS),
    incarnation,
    /** Others that it knows of. */
    members: z.array(z.string())
  }),
  text: ({ incarnation: number, members }, { node }) =>
    `${node} starts under incarnation ${number}, and knows of ${counted(members.length, 'other member')}.`
})
export type MembershipStarted = FactOf<typeof MembershipStarted>

/** A node has exchanged its list with another for the first time since its start. */
export const JoinedThrough = declareFact({
  name: 'joined-through',
  volume: 'event',
  fields: z.object({ member: z.string(), members: z.number().int().min(0) }),
  text: ({ member, members }, { node }) => `${node} has the list of ${member}, with ${counted(members, 'member')}.`,
  moment: ({ member }) => `joins through ${member}`
})
export type JoinedThrough = FactOf<typeof JoinedThrough>

/** A node knows something newer of another. */
export const MemberView = declareFact({
  name: 'member-view',
  volume: 'mark',
  kept: true,
  fields: z.object({
    member: z.string(),
    status: z.enum(STATUSES),
    incarnation,
    /** Who said so first: a member of itself, or whoever accuses it. */
    by: z.string()
  }),
  text: ({ member, status, incarnation: number, by }, { node }) =>
    `${node} takes ${member} for ${status}, by ${by} (incarnation ${number}).`,
  moment: ({ member, status }) => `${member} ${status}`
})
export type MemberView = FactOf<typeof MemberView>

/** A member's own incarnation has grown: it has been accused, or has found an earlier life of its own. */
export const IncarnationRaised = declareFact({
  name: 'incarnation-raised',
  volume: 'event',
  fields: z.object({ incarnation, because: z.enum(STATUSES) }),
  text: ({ incarnation: number, because }, { node }) =>
    `${node} hears that it is ${because}, and is alive under incarnation ${number}.`,
  moment: ({ incarnation: number }) => `alive ${number}`
})
export type IncarnationRaised = FactOf<typeof IncarnationRaised>

export const HEARTBEAT_DETECTORS = ['timeout', 'phi'] as const
export type HeartbeatDetector = (typeof HEARTBEAT_DETECTORS)[number]

/** A heartbeat has come. */
export const HeartbeatHeard = declareFact({
  name: 'heartbeat-heard',
  volume: 'mark',
  kept: true,
  fields: z.object({
    peer: z.string(),
    /** Since the one before; null: it is the first. */
    gap_us: z.number().nullable(),
    /** Of the gaps in the window, this one among them; null: there is none. */
    mean_us: z.number().nullable(),
    deviation_us: z.number().nullable()
  }),
  text: ({ peer, gap_us }, { node }) =>
    gap_us === null ? `${node} hears ${peer} for the first time.` : `${node} hears ${peer} after ${gap_us / 1000} ms.`
})
export type HeartbeatHeard = FactOf<typeof HeartbeatHeard>

/** One of the two detectors that judge the same heartbeats suspects a peer. */
export const PeerSuspected = declareFact({
  name: 'peer-suspected',
  volume: 'mark',
  kept: true,
  fields: z.object({ peer: z.string(), detector: z.enum(HEARTBEAT_DETECTORS), silence_us: z.number() }),
  text: ({ peer, detector, silence_us }, { node }) =>
    `${node} suspects ${peer} after ${silence_us / 1000} ms of silence, by its ${DETECTOR_WORDS[detector]}.`,
  moment: ({ peer }) => `${peer} suspect`
})
export type PeerSuspected = FactOf<typeof PeerSuspected>

/** It trusts it again. */
export const PeerTrusted = declareFact({
  name: 'peer-trusted',
  volume: 'mark',
  kept: true,
  fields: z.object({ peer: z.string(), detector: z.enum(HEARTBEAT_DETECTORS) }),
  text: ({ peer, detector }, { node }) => `${node} trusts ${peer} again, by its ${DETECTOR_WORDS[detector]}.`,
  moment: ({ peer }) => `${peer} alive`
})
export type PeerTrusted = FactOf<typeof PeerTrusted>

const DETECTOR_WORDS = { timeout: 'fixed timeout', phi: 'phi' } as const

export const MEMBERSHIP_FACTS = [
  MembershipStarted,
  JoinedThrough,
  MemberView,
  IncarnationRaised,
  HeartbeatHeard,
  PeerSuspected,
  PeerTrusted
]
