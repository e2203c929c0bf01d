import type { SwitchDescription } from '../../description/protocol-description'

const HUNT = 'saga-chaos'

export const switches = [
  {
    name: 'step-not-idempotent',
    title: 'A step that comes twice is taken twice',
    explanation: 'A service does not look whether it knows the key of a step: a retry charges again.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'compensation-not-idempotent',
    title: 'A compensation that comes twice is carried out twice',
    explanation: 'A service does not look whether it has taken a step back already: a retry refunds again.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'no-compensation-on-cancel',
    title: 'Cancelled without compensations',
    explanation: 'A saga that its client calls off ends at once, whatever it has done.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'register-after-step',
    title: 'Compensation registered after its step',
    explanation:
      'The orchestrator notes what to take back when it hears that the step is done: a step that timed out, but happened, stays.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'compensate-in-order',
    title: 'Compensated in the order of the steps',
    explanation: 'The first step is taken back first, while later ones that rest on it are still there.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'send-before-logged',
    title: 'Steps asked for before the log is on disk',
    explanation: 'After a crash the orchestrator knows nothing of a saga whose customer was charged.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'ignore-pending',
    title: 'Pending charges not looked at',
    explanation: 'A customer with a pending charge is charged by another saga, whose check rests on what may be taken back.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'back-after-pivot',
    title: 'Turned back after the pivot',
    explanation: 'A saga that is cancelled, or late, is turned back although its pivot is done.',
    breaks: 'safety',
    exposed_by: HUNT
  }
] as const satisfies readonly SwitchDescription[]
