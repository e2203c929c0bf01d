import type { ProtocolDescription } from '../../description/protocol-description'
import { MESSAGES } from './messages'
import { parameters } from './parameters'
import { BOOKINGS } from './steps'
import { switches } from './switches'

const HELP = [{ name: 'saga', type: 'text', optional: false }] as const

export const description = {
  name: 'saga',
  title: 'Sagas',
  summary:
    'A booking is charged, reserved and confirmed by mail at three services, each on its own. What has to be given up is taken back step by step: until then all can see it half done.',
  parameters,
  operations: ['book', 'cancel', 'look'],
  data_types: ['booking'],
  policies: {
    reads: [
      {
        name: 'any',
        title: 'From all services',
        explanation: 'Any member asks all services, one by one: what it finds need not have been so at one moment.',
        strategy: { name: 'any' }
      }
    ],
    writes: [
      {
        name: 'bookings',
        title: 'To who takes bookings',
        explanation: 'An answer says that all steps are done, or that all that were are compensated.',
        strategy: { name: 'call' }
      }
    ]
  },
  roles: [
    { name: BOOKINGS, title: 'Bookings', assignable: true, single: true, look: { icon: 'star', tone: 'teal' } },
    { name: 'payment', title: 'Payment', assignable: true, look: { icon: 'diamond', tone: 'gold' } },
    { name: 'seats', title: 'Seats', assignable: true, look: { icon: 'square', tone: 'slate' } },
    { name: 'mail', title: 'Mail', assignable: true, look: { icon: 'triangle', tone: 'violet' } }
  ],
  series: [
    { name: 'open', title: 'Sagas that have not ended', unit: 'sagas', chart: true },
    { name: 'stuck', title: 'Sagas that wait for somebody to help', unit: 'sagas', chart: true },
    { name: 'pending', title: 'Charges marked as pending', unit: 'charges' },
    { name: 'unacknowledged', title: 'Events that nobody has acknowledged', unit: 'events' },
    { name: 'keys_known', title: 'Idempotency keys remembered', unit: 'keys' },
    { name: 'repeated', title: 'Messages known again since the start', unit: 'messages' },
    { name: 'completed', title: 'Sagas completed since the start', unit: 'sagas' },
    { name: 'taken_back', title: 'Sagas compensated since the start', unit: 'sagas' }
  ],
  invariants: [
    {
      name: 'once',
      title: 'Steps and compensations take effect once',
      explanation: 'However often a step or a compensation is asked for, it takes effect once.'
    },
    {
      name: 'all-or-compensated',
      title: 'A saga ends whole, or taken back',
      explanation:
        'When a saga has ended all its steps are done, or all that were are compensated (Garcia-Molina and Salem 1987).'
    },
    {
      name: 'reverse-order',
      title: 'Compensated in reverse',
      explanation: 'A step is compensated once all later ones that were done are.'
    },
    {
      name: 'forward-after-pivot',
      title: 'Only forward after the pivot',
      explanation: 'A saga whose pivot is done is not turned back.'
    },
    {
      name: 'known-after-restart',
      title: 'What was begun is known after a restart',
      explanation: 'Who takes bookings knows every open saga of which a step was done, also after a crash.'
    },
    {
      name: 'money-adds-up',
      title: 'Money adds up',
      explanation: 'Of an ended saga the charge remains, or after its refund the fee, or nothing.'
    },
    {
      name: 'pending-kept',
      title: 'A pending charge is left alone',
      explanation: 'With semantic locks no other saga charges a customer who has a pending charge.'
    }
  ],
  switches,
  commands: [
    { name: 'retry', title: 'Mend the cause, and try a stuck saga once more', arguments: HELP },
    { name: 'skip', title: 'Go on with a stuck saga without what fails', arguments: HELP }
  ],
  messages: MESSAGES,
  // Each saga needs all services; no number of nodes decides.
  quorum: 'none',
  configurations: []
} as const satisfies ProtocolDescription
