/** What Viewstamped Replication tells, beside its log: of views, and of nodes that have lost theirs. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { listOf } from '../../text/list-text'
import { Apply, Commit, LogAppend, LogDurable, LogSnapshot, LogTruncate } from '../replicated-log/facts'

const view = z.number().int()

/** A node has left its view, and asks for a later one. */
export const ViewWanted = declareFact({
  name: 'view-wanted',
  volume: 'event',
  fields: z.object({ view }),
  text: (data, { node }) => `${node} wants view ${data.view}.`,
  moment: (data) => `change to view ${data.view}`
})
export type ViewWanted = FactOf<typeof ViewWanted>

/** Where a node's log ends: by the last view in which it was normal, then by op-number. */
const logEnd = z.object({ node: z.string(), last_normal: view, op: z.number(), commit: z.number() })

/** A primary starts its view with the newest of these logs. */
export const ViewOpened = declareFact({
  name: 'view-opened',
  volume: 'event',
  fields: z.object({ view, chosen: z.string(), logs: z.array(logEnd) }),
  text: ({ view, chosen, logs }, { node }) => {
    const { op, last_normal } = logs.find((log) => log.node === chosen)!
    return `${node} starts view ${view} with the log of ${chosen}, up to request ${op} and last normal in view ${last_normal}; it knows those of ${listOf(logs.map((log) => log.node))}.`
  },
  moment: (data) => `view ${data.view}`
})
export type ViewOpened = FactOf<typeof ViewOpened>

/** A node is part of a view that another has started. */
export const ViewJoined = declareFact({
  name: 'view-joined',
  volume: 'event',
  fields: z.object({ view }),
  text: (data, { node }) => `${node} is in view ${data.view}.`
})
export type ViewJoined = FactOf<typeof ViewJoined>

/** The primary has heard that so many have the requests up to there. */
export const RequestsPrepared = declareFact({
  name: 'requests-prepared',
  volume: 'mark',
  fields: z.object({ view, op: z.number(), nodes: z.array(z.string()) }),
  text: ({ view, op, nodes }) => `${listOf(nodes)} have the log of view ${view} up to request ${op}.`
})
export type RequestsPrepared = FactOf<typeof RequestsPrepared>

/** A node has started without a log, and asks the others. */
export const LogLost = declareFact({
  name: 'log-lost',
  volume: 'event',
  /** `view`: which it was in, as its disk tells; 0: not even that is known. */
  fields: z.object({ view }),
  text: (data, { node }) =>
    `${node} has lost its log and asks the others${data.view > 0 ? `; it was in view ${data.view}` : ''}.`,
  moment: () => 'recovery'
})
export type LogLost = FactOf<typeof LogLost>

/** It has all that the primary had when it answered. */
export const LogRecovered = declareFact({
  name: 'log-recovered',
  volume: 'event',
  fields: z.object({
    view,
    op: z.number(),
    /** Who had answered, and in which view each was. */
    answers: z.array(z.object({ node: z.string(), view, is_primary: z.boolean() }))
  }),
  text: ({ view, op, answers }, { node }) =>
    `${node} has recovered in view ${view} up to request ${op}: ${listOf(answers.map((answer) => answer.node))} had answered.`,
  moment: ({ view }) => `recovered in view ${view}`
})
export type LogRecovered = FactOf<typeof LogRecovered>

export const VIEWSTAMPED_FACTS = [ViewWanted, ViewOpened, ViewJoined, RequestsPrepared, LogLost, LogRecovered]

/** With those that all protocols with a log share. */
export const ALL_FACTS = [...VIEWSTAMPED_FACTS, LogAppend, LogTruncate, LogDurable, LogSnapshot, Commit, Apply]
