import type { ProtocolDescription } from '../../description/protocol-description'
import { MESSAGES } from './messages'

const HUNT = 'clock-sync-chaos'

export const description = {
  name: 'clock-sync',
  title: 'Clock synchronisation',
  summary:
    'Nodes ask time sources what time it is, as NTP does: they learn how far their clock is off, and how far that may be wrong, and slew or step it.',
  parameters: {
    poll_interval_ms: {
      type: 'number',
      title: 'A node asks its sources every',
      unit: 'ms',
      default: 1000,
      min: 10,
      max: 3_600_000
    },
    sources_asked: {
      type: 'number',
      title: 'Sources that a node asks, of those in the stratum above; 0: its clock is not kept',
      unit: 'sources',
      default: 4,
      min: 0,
      max: 15,
      integer: true
    },
    source_bound_ms: {
      type: 'number',
      title: 'What a source with a reference clock says that its time may be off by',
      unit: 'ms',
      default: 0.1,
      min: 0,
      max: 60_000
    },
    max_drift_ppm: {
      type: 'number',
      title: 'What a node takes its own clock to gain or lose at most',
      unit: 'ppm',
      default: 200,
      min: 0,
      max: 500_000
    },
    step_threshold_ms: {
      type: 'number',
      title: 'A clock that is off by more is set at once (stepped); by less, it runs a little faster or slower (slewed)',
      unit: 'ms',
      default: 128,
      min: 0,
      max: 1_000_000
    },
    never_step: { type: 'boolean', title: 'A clock is slewed however far it is off', default: false },
    slew_ppm: {
      type: 'number',
      title: 'A slewed clock is faster or slower by at most',
      unit: 'ppm',
      default: 500,
      min: 1,
      max: 500_000
    },
    leap_second: {
      type: 'choice',
      title: 'A leap second is a second shown twice, or spread over a time (smeared)',
      default: 'step',
      choices: ['step', 'smear']
    },
    smear_ms: {
      type: 'number',
      title: 'A leap second is spread over, half of it before the leap',
      unit: 'ms',
      default: 4000,
      min: 2000,
      max: 86_400_000
    }
  },
  operations: [],
  data_types: [],
  policies: {
    reads: [{ name: 'any', title: 'Nobody', explanation: 'There is nothing to read.', strategy: { name: 'any' } }],
    writes: [{ name: 'any', title: 'Nobody', explanation: 'There is nothing to write.', strategy: { name: 'any' } }]
  },
  roles: [
    {
      name: 'stratum-1',
      title: 'Stratum 1, has a reference clock',
      assignable: true,
      look: { icon: 'star', tone: 'gold' }
    },
    { name: 'stratum-2', title: 'Stratum 2', assignable: true, look: { icon: 'circle', tone: 'teal' } },
    { name: 'stratum-3', title: 'Stratum 3', assignable: true, look: { icon: 'square', tone: 'slate' } }
  ],
  series: [
    { name: 'offset_ms', title: 'What the clock was last found to be off by', unit: 'ms' },
    { name: 'delay_ms', title: 'Round trip of the newest answer', unit: 'ms' },
    { name: 'to_slew_ms', title: 'Still to be slewed', unit: 'ms' },
    { name: 'leap_ms', title: 'Leap second inserted so far', unit: 'ms', chart: true },
    { name: 'set_back', title: 'Times that the clock was set back since the start', unit: '' }
  ],
  invariants: [
    {
      name: 'true-time-within',
      title: 'True time is within the interval',
      explanation:
        'True time is where a node takes it to be, as long as most of its sources are right and its own clock drifts no faster than it says (RFC 5905; Marzullo and Owicki 1983).'
    },
    {
      name: 'slewed-never-back',
      title: 'A slewed clock never goes backwards',
      explanation: 'A clock that is never stepped, or a leap second that is smeared, never shows an earlier time than before.'
    },
    {
      name: 'timeouts-monotonic',
      title: 'Timeouts go by a clock that nobody sets',
      explanation: 'A node asks its sources at its pace, however its clock is set or stepped in between.'
    },
    {
      name: 'served-with-time-alone',
      title: 'Who has no time serves none',
      explanation: 'A node answers others only once most of its own sources have agreed since its start.'
    }
  ],
  switches: [
    {
      name: 'delay-left-out',
      title: 'Answer taken for the time of its arrival',
      explanation: 'The time that the answer was under way counts neither for the offset nor for the bound.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'drift-left-out',
      title: 'Bound does not grow',
      explanation: 'Between two answers a node is as sure as at the first, although its clock drifts.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'source-bound-left-out',
      title: "Source's own bound left out",
      explanation: 'A node takes its source to be exact: what that does not know itself is not passed on.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'newest-answer-believed',
      title: 'Newest answer believed',
      explanation: 'A node goes by whichever source answered last, whatever the others say.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'any-answer-taken',
      title: 'Answers not matched to their request',
      explanation: 'An answer to an earlier request counts as one to the newest.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'step-although-never',
      title: 'Small offsets stepped',
      explanation: 'Every correction is made at once, backwards too, although the clock is to be slewed.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'timeouts-by-wall-clock',
      title: 'Timeouts go by the wall clock',
      explanation: 'The next request waits until the clock shows a certain time: a clock that is set back delays it.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'serve-without-time',
      title: 'Time served without having it',
      explanation: 'A node that has just started answers with its own clock, and says that it is exact.',
      breaks: 'safety',
      exposed_by: HUNT
    }
  ],
  commands: [
    {
      name: 'announce-leap-second',
      title: 'Announce a leap second',
      arguments: [{ name: 'in_s', type: 'number', optional: false }],
      role: 'stratum-1'
    }
  ],
  messages: MESSAGES,
  // Nothing is decided by all nodes together.
  quorum: 'none',
  // The explorer's models judge operations, of which there are none.
  configurations: []
} as const satisfies ProtocolDescription
