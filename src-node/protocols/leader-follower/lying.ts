import type { Lying } from '../kit/lying/with-liars'
import { alteredEntries } from '../replicated-log/altered'
import type { NodeMessage } from './messages'

export const lying: Lying<NodeMessage> = {
  alter: (message) => (message.type === 'stream' ? alteredEntries(message, 'entry') : null),
  of_all: ['acknowledged-stored', 'longest-log-leads', 'acknowledged-kept']
}
