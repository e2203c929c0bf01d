/** What members say to each other. News of members rides on probes and their answers (SWIM §4.1). */
import type { NodeId } from '../../../src-shared/ids'
import type { Status } from '../../../src-shared/protocols/membership/member'

/** A word about a member, and who said it first. */
export type News = { readonly member: NodeId; readonly status: Status; readonly incarnation: number; readonly by: NodeId }

type Carrying = { readonly news: readonly News[] }

export type Ping = { readonly type: 'ping'; readonly sequence: number } & Carrying

/** Probe this member for me. */
export type PingRequest = { readonly type: 'ping-request'; readonly sequence: number; readonly target: NodeId } & Carrying

export type Ack = { readonly type: 'ack'; readonly sequence: number } & Carrying

/** Lifeguard: I am here, but the member that I was to probe has not answered. */
export type Nack = { readonly type: 'nack'; readonly sequence: number } & Carrying

/** The whole list of the sender, itself included: push–pull. */
export type Sync = { readonly type: 'sync'; readonly members: readonly News[] }
export type SyncAnswer = { readonly type: 'sync-answer'; readonly members: readonly News[] }

export type Heartbeat = { readonly type: 'heartbeat' } & Carrying

export type MembershipMessage = Ping | PingRequest | Ack | Nack | Sync | SyncAnswer | Heartbeat

/** One line that names a message and its main fields. */
export function describeMessage(message: MembershipMessage): string {
  switch (message.type) {
    case 'ping':
    case 'ack':
    case 'nack':
      return `${message.type} ${message.sequence}${newsText(message.news)}`
    case 'ping-request':
      return `probe ${message.target} for me (${message.sequence})${newsText(message.news)}`
    case 'heartbeat':
      return `heartbeat${newsText(message.news)}`
    case 'sync':
      return `my list${newsText(message.members)}`
    case 'sync-answer':
      return `my list in return${newsText(message.members)}`
  }
}

function newsText(news: readonly News[]): string {
  return news.length === 0
    ? ''
    : `: ${news.map(({ member, status, incarnation }) => `${member} ${status} ${incarnation}`).join(', ')}`
}
