import type { Lying } from '../kit/lying/with-liars'
import { alteredEntries } from '../replicated-log/altered'
import type { RaftMessage } from './messages'

export const lying: Lying<RaftMessage> = {
  alter: (message) => (message.type === 'append-entries' ? alteredEntries(message, 'entry') : null),
  of_all: [
    'leader-log-longest',
    'quorum-log',
    'committed-durable',
    'more-up-to-date-correct',
    'acknowledged-kept',
    'elected-by-quorum',
    'configuration-in-log'
  ]
}
