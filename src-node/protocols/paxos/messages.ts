/** What nodes say to each other, all of it about one key. */
import { ballotText } from '../../../src-shared/protocols/paxos/ballot'
import type { Accepted, Ballot } from '../../../src-shared/protocols/paxos/ballot'
import { shortValue } from '../../../src-shared/text/value-text'

/** Phase 1a: promise to accept nothing below. */
export type Prepare = { readonly type: 'prepare'; readonly key: string; readonly ballot: Ballot }

/** Phase 1b: promised. `accepted`: in the highest ballot so far. */
export type Promise_ = {
  readonly type: 'promise'
  readonly key: string
  readonly ballot: Ballot
  readonly accepted: Accepted | null
}

/** Phase 2a: accept this value. */
export type Accept = { readonly type: 'accept'; readonly key: string; readonly ballot: Ballot; readonly value: string }

/** Phase 2b. */
export type AcceptedReply = { readonly type: 'accepted'; readonly key: string; readonly ballot: Ballot }

/** `ballot` came too late: a higher one is promised. */
export type Refuse = { readonly type: 'refuse'; readonly key: string; readonly ballot: Ballot; readonly promised: Ballot }

/** The value is chosen. */
export type Learned = { readonly type: 'learned'; readonly key: string; readonly ballot: Ballot; readonly value: string }

export type Acknowledge = { readonly type: 'acknowledge'; readonly key: string }

/** The sender can be the distinguished proposer. */
export type Alive = { readonly type: 'alive' }

export type PaxosMessage = Prepare | Promise_ | Accept | AcceptedReply | Refuse | Learned | Acknowledge | Alive

/** One line that names a message and its main fields. */
export function describeMessage(message: PaxosMessage): string {
  switch (message.type) {
    case 'prepare':
      return `prepare ${message.key} ${ballotText(message.ballot)}`
    case 'promise':
      return `promise ${message.key} ${ballotText(message.ballot)}: ${acceptedText(message.accepted)}`
    case 'accept':
    case 'learned':
      return `${message.type} ${message.key} ${ballotText(message.ballot)}: ${shortValue(message.value)}`
    case 'accepted':
      return `accepted ${message.key} ${ballotText(message.ballot)}`
    case 'refuse':
      return `refuse ${message.key} ${ballotText(message.ballot)}: promised ${ballotText(message.promised)}`
    case 'acknowledge':
      return `acknowledge ${message.key}`
    case 'alive':
      return 'alive'
  }
}

function acceptedText(accepted: Accepted | null): string {
  return accepted === null ? 'nothing accepted' : `accepted ${shortValue(accepted.value)} in ${ballotText(accepted.ballot)}`
}
