/** What services say to each other. */
import type { NodeId } from '../../../src-shared/ids'
import type { Outcome } from '../../../src-shared/protocols/services/facts'
import type { Tier } from '../../../src-shared/protocols/services/tiers'

export interface CallMessage {
  readonly type: 'call'
  readonly request: string
  /** Of the caller's side; the answer names it. */
  readonly span: string
  /** Under which the callee files its own span: the same. */
  readonly parent: string
  readonly caller: NodeId
  readonly callee: NodeId
  readonly account: string
  readonly amount: number | null
  readonly key: string | null
  /** How much time is left; null: the caller does not say. */
  readonly remaining_us: number | null
  /** A code over what is asked, which takes the services' secret to make; null: there is none. */
  readonly seal: number | null
  /** The order, encoded; null: there is none. */
  readonly body: Uint8Array | null
  /** Version 2 alone has it. */
  readonly currency?: string
}

export interface AnswerMessage {
  readonly type: 'answer'
  /** Of the call that it answers. */
  readonly span: string
  readonly outcome: Outcome
  readonly value: string | null
  readonly reason: string | null
}

/** Who answers for the service? */
export interface Resolve {
  readonly type: 'resolve'
  readonly service: Tier
}

export interface AddressMessage {
  readonly type: 'address'
  readonly service: Tier
  readonly node: NodeId
}

/** Nothing that anybody waits for: it takes up the link. */
export interface Bulk {
  readonly type: 'bulk'
  readonly data: Uint8Array
}

export type ServicesMessage = CallMessage | AnswerMessage | Resolve | AddressMessage | Bulk

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: ServicesMessage): string {
  switch (message.type) {
    case 'call': {
      const { request, account, amount, key } = message
      return `call ${request} ${amount === null ? account : `pay ${amount} into ${account}${key === null ? '' : ` key=${key}`}`}`
    }
    case 'answer':
      return `answer ${message.outcome}${message.value === null ? '' : ` ${message.value}`}`
    case 'resolve':
      return `resolve ${message.service}`
    case 'address':
      return `address of ${message.service} is ${message.node}`
    case 'bulk':
      return `bulk ${message.data.length} bytes`
  }
}
