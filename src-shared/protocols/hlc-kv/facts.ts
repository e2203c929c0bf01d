/** What nodes tell of their hybrid clocks and of what is stamped by them. */
import { z } from 'zod'
import { hybridText, hybridTimeSchema as hybridTime, timeText } from '../../causality/hybrid-clock'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { Updates } from '../numbered-updates/facts'

/** A node has stamped a client's write; it is on its disk. */
export const VersionStamped = declareFact({
  name: 'version-stamped',
  volume: 'mark',
  fields: z.object({
    key: z.string(),
    /** As `client:op`. */
    operation: z.string(),
    /** The node, with the generation of its disk; see {@link Updates}. */
    origin: z.string(),
    stamp: hybridTime,
    /** What its physical clock showed. */
    physical_us: z.number(),
    /** What its client had seen before, as far as that said. */
    session: hybridTime.nullable()
  }),
  text: ({ key, operation, stamp, physical_us }, { node }) =>
    `${node} stamps ${operation} on ${key} with ${hybridText(stamp)}; its clock shows ${timeText(physical_us)}.`,
  moment: ({ key, stamp }) => `stamps ${key} ${hybridText(stamp)}`
})
export type VersionStamped = FactOf<typeof VersionStamped>

/** These versions of other nodes are on the node's disk. */
export const VersionsReceived = declareFact({
  name: 'versions-received',
  volume: 'mark',
  fields: z.object({
    from: z.string(),
    versions: z.array(z.object({ key: z.string(), operation: z.string(), stamp: hybridTime }))
  }),
  text: ({ from, versions }, { node }) =>
    `${node} has from ${from} ${versions.map(({ key, stamp }) => `${key} at ${hybridText(stamp)}`).join(', ')}.`
})
export type VersionsReceived = FactOf<typeof VersionsReceived>

/** Another's stamp was ahead of the node's physical clock, which its hybrid clock follows. */
export const ClockAdvanced = declareFact({
  name: 'clock-advanced',
  volume: 'mark',
  fields: z.object({
    /** A node, or a client. */
    by: z.string(),
    stamp: hybridTime,
    ahead_ms: z.number()
  }),
  text: ({ by, stamp, ahead_ms }, { node }) =>
    `${by} advances the hybrid clock of ${node} to ${hybridText(stamp)}, ${ahead_ms.toLocaleString('en')} ms ahead of its physical clock.`
})

/** A stamp was too far ahead of the node's physical clock: what carried it is not taken in. */
export const StampRefused = declareFact({
  name: 'stamp-refused',
  volume: 'mark',
  fields: z.object({ by: z.string(), stamp: hybridTime, ahead_ms: z.number(), limit_ms: z.number() }),
  text: ({ by, stamp, ahead_ms, limit_ms }, { node }) =>
    `${node} refuses ${hybridText(stamp)} of ${by}: ${ahead_ms.toLocaleString('en')} ms ahead of its clock, where ${limit_ms.toLocaleString('en')} ms are allowed.`,
  moment: ({ by, ahead_ms }) => `refuses ${by}: ${ahead_ms.toLocaleString('en')} ms ahead`
})

/** The node stamps nothing at or below this any more. */
export const TimeClosed = declareFact({
  name: 'time-closed',
  volume: 'mark',
  fields: z.object({ origin: z.string(), stamp: hybridTime, physical_us: z.number() }),
  text: ({ stamp }, { node }) => `${node} closes the time up to ${hybridText(stamp)}.`
})

/** A snapshot at a time was read: what each node had stamped before that time. */
export const SnapshotRead = declareFact({
  name: 'snapshot-read',
  volume: 'mark',
  fields: z.object({
    key: z.string(),
    at_us: z.number(),
    /** Of the version that was found, as `client:op`; null: none. */
    operation: z.string().nullable(),
    /** How long it waited until all nodes had closed the time. */
    waited_ms: z.number()
  }),
  text: ({ key, at_us, operation, waited_ms }, { node }) =>
    `${node} reads ${key} as of ${timeText(at_us)}: ${operation ?? 'nothing'}, after ${waited_ms.toLocaleString('en')} ms.`,
  moment: ({ key, at_us }) => `reads ${key} as of ${timeText(at_us)}`
})
export type SnapshotRead = FactOf<typeof SnapshotRead>

/** A read that misses nothing of its key that was stamped before a time, by any node. */
export const FreshRead = declareFact({
  name: 'fresh-read',
  volume: 'mark',
  fields: z.object({
    key: z.string(),
    /** Whether the time is so far back as a read may be stale, or what its session had seen. */
    policy: z.enum(['bounded', 'session']),
    at_us: z.number(),
    /** Of the version that was found, as `client:op`; null: none. */
    operation: z.string().nullable(),
    stamp: hybridTime.nullable(),
    /** How long it waited until all nodes had closed the time. */
    waited_ms: z.number()
  }),
  text: ({ key, at_us, operation, waited_ms }, { node }) =>
    `${node} reads ${key} with all from before ${timeText(at_us)}: ${operation ?? 'nothing'}, after ${waited_ms.toLocaleString('en')} ms.`,
  moment: ({ key, at_us }) => `reads ${key}, all before ${timeText(at_us)}`
})
export type FreshRead = FactOf<typeof FreshRead>

/** A node that starts again goes on from an upper bound of what it may have handed out. */
export const ClockRecovered = declareFact({
  name: 'clock-recovered',
  volume: 'event',
  fields: z.object({ stamp: hybridTime, physical_us: z.number() }),
  text: ({ stamp, physical_us }, { node }) =>
    `The hybrid clock of ${node} goes on from ${hybridText(stamp)}; its physical clock shows ${timeText(physical_us)}.`,
  moment: ({ stamp }) => `clock goes on from ${hybridText(stamp)}`
})

export const HLC_KV_FACTS = [
  Updates,
  VersionStamped,
  VersionsReceived,
  ClockAdvanced,
  StampRefused,
  TimeClosed,
  SnapshotRead,
  FreshRead,
  ClockRecovered
]
