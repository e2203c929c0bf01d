/** What nodes say to each other: their groups, and clients and masters of time. */
import type { GroupsMessage } from '../kit/groups/state'
import type { TimeAnswer, TimeRequest } from '../kit/clock-sync/messages'
import type { RaftMessage } from '../raft/messages'

export type TimeRequestMessage = TimeRequest & { readonly type: 'time-request' }
export type TimeAnswerMessage = TimeAnswer & { readonly type: 'time-answer' }
export type SpannerMessage = GroupsMessage<RaftMessage> | TimeRequestMessage | TimeAnswerMessage
