/** What nodes tell of timestamps. Writes are named `client:op`; timestamps are microseconds of run time. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'

const timestamp = z.number()
const interval = { earliest_us: timestamp, latest_us: timestamp }

/** The group's leader has given the write its timestamp, the latest that it could be then; its commit wait begins. */
export const TimestampAssigned = declareFact({
  name: 'timestamp-assigned',
  volume: 'mark',
  fields: z.object({ operation: z.string(), key: z.string(), at_us: timestamp, ...interval }),
  text: ({ operation, at_us, earliest_us, latest_us }, { node }) =>
    `${node} stamps ${operation} with ${millisText(at_us)}: it is between ${millisText(earliest_us)} and ${millisText(latest_us)}.`,
  moment: ({ at_us }) => `s = ${millisText(at_us)}`
})
export type TimestampAssigned = FactOf<typeof TimestampAssigned>

/** The group has committed the write, at this place of its log. */
export const VersionCommitted = declareFact({
  name: 'version-committed',
  volume: 'mark',
  fields: z.object({
    operation: z.string(),
    key: z.string(),
    at_us: timestamp,
    index: z.number(),
    /** It made a version; a compare and set that found another value made none. */
    wrote: z.boolean()
  }),
  text: ({ operation, key, at_us }, { node }) => `${node} has ${operation} of ${key} committed at ${millisText(at_us)}.`
})
export type VersionCommitted = FactOf<typeof VersionCommitted>

/** The timestamp is surely past and the write replicated: the leader answers. */
export const CommitWaited = declareFact({
  name: 'commit-waited',
  volume: 'mark',
  kept: true,
  fields: z.object({
    operation: z.string(),
    key: z.string(),
    at_us: timestamp,
    ...interval,
    /** Half the width of the interval when the write was stamped. */
    epsilon_ms: z.number(),
    /** From the stamp until it was surely past. */
    wait_ms: z.number(),
    /** From the stamp until a quorum had the write. */
    replication_ms: z.number(),
    /** Until the answer: the longer of both. */
    whole_ms: z.number()
  }),
  text: ({ operation, wait_ms, replication_ms, earliest_us, at_us }, { node }) =>
    `${node} answers ${operation}: its timestamp ${millisText(at_us)} is before ${millisText(earliest_us)}, after a wait of ${spanText(wait_ms)}; replication took ${spanText(replication_ms)}.`,
  moment: ({ wait_ms }) => `waited ${spanText(wait_ms)}`
})
export type CommitWaited = FactOf<typeof CommitWaited>

/** A leader answers a read of the newest version, with that version’s timestamp; null: there is none. */
export const NewestRead = declareFact({
  name: 'newest-read',
  volume: 'mark',
  fields: z.object({ operation: z.string(), key: z.string(), version_us: timestamp.nullable() }),
  text: ({ operation, key, version_us }, { node }) => `${node} answers ${operation} with ${versionText(key, version_us)}.`
})
export type NewestRead = FactOf<typeof NewestRead>

/** A replica answers a read as of a time. */
export const SnapshotServed = declareFact({
  name: 'snapshot-served',
  volume: 'mark',
  kept: true,
  fields: z.object({
    operation: z.string(),
    at_us: timestamp,
    versions: z.array(z.object({ key: z.string(), version_us: timestamp.nullable() })),
    /** How long the replica waited for its safe time. */
    wait_ms: z.number()
  }),
  text: ({ operation, at_us, versions, wait_ms }, { node }) =>
    `${node} answers ${operation} as of ${millisText(at_us)}, after ${spanText(wait_ms)}: ${versions.map(({ key, version_us }) => versionText(key, version_us)).join(', ')}.`,
  moment: ({ at_us }) => `snapshot at ${millisText(at_us)}`
})
export type SnapshotServed = FactOf<typeof SnapshotServed>

/** A GPS master has lost its reception, or has it again. */
export const ReceptionChanged = declareFact({
  name: 'reception-changed',
  volume: 'event',
  fields: z.object({ receives: z.boolean() }),
  text: ({ receives }, { node }) =>
    receives ? `${node} receives GPS again.` : `${node} has lost GPS: from now on it grows less sure of the time.`,
  moment: ({ receives }) => (receives ? 'GPS again' : 'GPS lost')
})

/** A node hears this time master no more, or hears it again. */
export const MasterHeard = declareFact({
  name: 'master-heard',
  volume: 'event',
  fields: z.object({ master: z.string(), heard: z.boolean() }),
  text: ({ master, heard }, { node }) =>
    heard ? `${node} hears the time master ${master}.` : `${node} hears the time master ${master} no more.`,
  moment: ({ master, heard }) => `${master} ${heard ? 'heard' : 'lost'}`
})

/** By what most masters say, this one cannot be right: the node does not go by it. */
export const MasterRefused = declareFact({
  name: 'master-refused',
  volume: 'event',
  fields: z.object({ master: z.string(), refused: z.boolean() }),
  text: ({ master, refused }, { node }) =>
    refused
      ? `${node} refuses the time master ${master}: its time has nothing in common with that of most others.`
      : `${node} goes by the time master ${master} again.`,
  moment: ({ master, refused }) => `${master} ${refused ? 'refused' : 'believed'}`
})

export const SPANNER_FACTS = [
  TimestampAssigned,
  VersionCommitted,
  CommitWaited,
  NewestRead,
  SnapshotServed,
  ReceptionChanged,
  MasterHeard,
  MasterRefused
]

function versionText(key: string, version_us: number | null): string {
  return version_us === null ? `${key}, which has no version` : `${key} of ${millisText(version_us)}`
}

/** A moment of run time: `1,234.567 ms`. */
export function millisText(us: number): string {
  return `${(us / 1000).toLocaleString('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 })} ms`
}

function spanText(ms: number): string {
  return `${ms.toLocaleString('en', { maximumFractionDigits: 2 })} ms`
}
