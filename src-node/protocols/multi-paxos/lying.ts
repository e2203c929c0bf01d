import type { Lying } from '../kit/lying/with-liars'
import { alteredEntries } from '../replicated-log/altered'
import type { MultiPaxosMessage } from './messages'

export const lying: Lying<MultiPaxosMessage> = {
  alter: (message) => (message.type === 'accept' ? alteredEntries(message, 'slot') : null),
  of_all: []
}
