import type { ProtocolDescription } from '../../description/protocol-description'
import { GAP_DISTRIBUTIONS } from '../../failure-detection/phi'
import { DETECTORS, PROBE_ORDERS, STARTS } from './choices'
import { MESSAGES } from './messages'

const HUNT = 'membership-chaos'

export const description = {
  name: 'membership',
  title: 'Membership',
  summary:
    'Members learn who is there and who is down: by probes and rumours (SWIM with Lifeguard), or by heartbeats under a fixed timeout or φ.',
  parameters: {
    detector: { type: 'choice', title: 'Failure detector', default: 'swim', choices: DETECTORS },
    start: {
      type: 'choice',
      title: 'Members know each other from a list, or find each other through seeds',
      default: 'seeds',
      choices: STARTS
    },
    seeds: {
      type: 'number',
      title: 'Seeds: so many of the first nodes',
      unit: 'nodes',
      default: 1,
      min: 1,
      max: 15,
      integer: true
    },
    period_ms: {
      type: 'number',
      title: 'Protocol period: each member probes one other',
      unit: 'ms',
      default: 200,
      min: 1,
      max: 60000
    },
    probe_timeout_ms: {
      type: 'number',
      title: 'No ack for so long: others are asked to probe',
      unit: 'ms',
      default: 50,
      min: 1,
      max: 60000
    },
    probe_order: { type: 'choice', title: 'Whom a member probes next', default: 'round-robin', choices: PROBE_ORDERS },
    indirect_probes: {
      type: 'number',
      title: 'Members that are asked to probe (k)',
      unit: 'members',
      default: 3,
      min: 0,
      max: 16,
      integer: true
    },
    suspicion: {
      type: 'boolean',
      title: 'A member that does not answer is suspected before it is taken for dead',
      default: true
    },
    suspicion_mult: {
      type: 'number',
      title: 'A suspicion lasts so many times log₁₀ n periods',
      unit: '',
      default: 4,
      min: 1,
      max: 100
    },
    suspicion_max_mult: {
      type: 'number',
      title: 'Lifeguard: one that nobody confirms lasts so many times as long',
      unit: '',
      default: 6,
      min: 1,
      max: 100
    },
    confirmations: {
      type: 'number',
      title: 'Lifeguard: confirmations after which a suspicion lasts no longer than without Lifeguard',
      unit: 'members',
      default: 3,
      min: 1,
      max: 16,
      integer: true
    },
    retransmit_mult: {
      type: 'number',
      title: 'A piece of news is sent so many times log₁₀ n times (λ)',
      unit: '',
      default: 3,
      min: 1,
      max: 100
    },
    updates_per_message: {
      type: 'number',
      title: 'Pieces of news in one message, at most',
      unit: '',
      default: 8,
      min: 1,
      max: 1000,
      integer: true
    },
    lha_probe: { type: 'boolean', title: 'Lifeguard: who is slow itself probes more slowly', default: true },
    lha_suspicion: { type: 'boolean', title: 'Lifeguard: suspicions that few confirm last longer', default: true },
    buddy_system: { type: 'boolean', title: 'Lifeguard: who probes a suspect tells it so', default: true },
    sync_ms: {
      type: 'number',
      title: 'Lists are exchanged with a random member every; 0: never',
      unit: 'ms',
      default: 2000,
      min: 0,
      max: 3600000
    },
    reconnect_ms: {
      type: 'number',
      title: 'One that is taken for dead, or an unknown seed, is tried every; 0: never',
      unit: 'ms',
      default: 2000,
      min: 0,
      max: 3600000
    },
    save_incarnation: { type: 'boolean', title: 'A member keeps its incarnation on disk', default: true },
    heartbeat_ms: {
      type: 'number',
      title: 'Heartbeat of each member to all others',
      unit: 'ms',
      default: 100,
      min: 1,
      max: 60000
    },
    heartbeat_timeout_ms: {
      type: 'number',
      title: 'Fixed timeout: a silence of so long is suspicious',
      unit: 'ms',
      default: 500,
      min: 1,
      max: 600000
    },
    phi_threshold: { type: 'number', title: 'φ at which a member is suspected', unit: '', default: 8, min: 0.1, max: 100 },
    phi_model: {
      type: 'choice',
      title: 'Gaps between heartbeats are taken to be distributed',
      default: 'normal',
      choices: GAP_DISTRIBUTIONS
    },
    phi_window: {
      type: 'number',
      title: 'Gaps that φ is computed from',
      unit: 'gaps',
      default: 100,
      min: 1,
      max: 10000,
      integer: true
    },
    phi_min_deviation_ms: {
      type: 'number',
      title: 'Least standard deviation that is believed',
      unit: 'ms',
      default: 10,
      min: 0,
      max: 60000
    },
    phi_acceptable_pause_ms: {
      type: 'number',
      title: 'Silence that is acceptable on top of the mean gap',
      unit: 'ms',
      default: 0,
      min: 0,
      max: 60000
    },
    first_gap_ms: {
      type: 'number',
      title: 'Gap that is expected before the first heartbeat; 0: none, a member never heard is never suspected',
      unit: 'ms',
      default: 500,
      min: 0,
      max: 60000
    }
  },
  operations: [],
  data_types: [],
  policies: {
    reads: [{ name: 'any', title: 'Nobody', explanation: 'There is nothing to read.', strategy: { name: 'any' } }],
    writes: [{ name: 'any', title: 'Nobody', explanation: 'There is nothing to write.', strategy: { name: 'any' } }]
  },
  roles: [],
  series: [
    { name: 'alive', title: 'Members taken for alive, itself included', unit: 'members', chart: true },
    { name: 'suspected', title: 'Members suspected', unit: 'members', chart: true },
    { name: 'gone', title: 'Members taken for dead or gone', unit: 'members' },
    { name: 'incarnation', title: 'Own incarnation', unit: '' },
    { name: 'health', title: 'Local health multiplier; 0: healthy', unit: '', chart: true },
    { name: 'news', title: 'Pieces of news still to be told', unit: '' },
    { name: 'told_most', title: 'Times that one piece of news has been sent, at most', unit: '' },
    { name: 'told_limit', title: 'Times that one may be sent', unit: '' }
  ],
  invariants: [
    {
      name: 'view-never-goes-back',
      title: 'What is newer stays',
      explanation:
        'Of a member a node never goes back to an older word: a higher incarnation overrides, and under the same one whatever is worse (SWIM §4.2).'
    },
    {
      name: 'incarnation-is-its-own',
      title: 'Only a member raises its incarnation',
      explanation: 'Nobody knows a member under an incarnation that it has not taken itself (SWIM §4.2).'
    },
    {
      name: 'incarnation-grows',
      title: 'An incarnation never goes back',
      explanation: 'A member that keeps its incarnation on disk never takes a lower one, also after a restart.'
    },
    {
      name: 'down-is-known',
      title: 'All learn who is down',
      explanation:
        'Once nothing changes any more, every member learns of each that is down within a bound (time-bounded strong completeness, SWIM §4.3).'
    },
    {
      name: 'up-is-known',
      title: 'All learn who is up',
      explanation:
        'Once nothing changes any more, every member takes each one that is up for alive within a bound, so that all lists are alike.'
    },
    {
      name: 'news-ends',
      title: 'News is told so many times',
      explanation: 'No piece of news is sent more often than λ log n times (SWIM §4.1).'
    }
  ],
  switches: [
    {
      name: 'refute-without-incarnation',
      title: 'Refutation under the old incarnation',
      explanation:
        'A member that is accused says that it is alive, but under the same incarnation: the accusation stays the stronger word.',
      breaks: 'safety',
      exposed_by: 'membership-false-accusation'
    },
    {
      name: 'accusation-ignored',
      title: 'Accusations ignored by the accused',
      explanation: 'A member that hears that it is suspected does not say that it is alive.',
      breaks: 'safety',
      exposed_by: 'membership-false-accusation'
    },
    {
      name: 'suspicion-never-expires',
      title: 'Suspicions that never end',
      explanation: 'A member that is suspected is never taken for dead, however long it says nothing.',
      breaks: 'safety',
      exposed_by: 'membership-crash'
    },
    {
      name: 'alive-overrides',
      title: 'Whoever is said to be alive is',
      explanation: 'A word that a member is alive overrides that it is dead, though it is the older one.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'dead-forgotten',
      title: 'The dead forgotten',
      explanation: 'A member that is dead is taken off the list: an old word that it is alive brings it back.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'helper-acks',
      title: 'A helper answers for the member that it is to probe',
      explanation:
        'A member that is asked to probe another answers at once itself, and its ack counts for the one that is silent.',
      breaks: 'safety',
      exposed_by: 'membership-crash'
    },
    {
      name: 'news-never-ends',
      title: 'News told for ever',
      explanation: 'What a member has heard it tells with every message, however often it has done so.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'newcomers-untold',
      title: 'Seeds keep newcomers to themselves',
      explanation: 'A seed takes a newcomer into its list and tells nobody.',
      breaks: 'liveness',
      exposed_by: 'membership-join'
    },
    {
      name: 'others-raise-incarnation',
      title: 'Incarnations raised for others',
      explanation: 'A member that hears a suspect declares it alive under a higher incarnation, which only that one may take.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'incarnation-unsaved',
      title: 'Incarnation not on disk',
      explanation: 'A member that restarts begins with its first incarnation, though it was to keep it.',
      breaks: 'safety',
      exposed_by: HUNT
    }
  ],
  commands: [],
  messages: MESSAGES,
  // Nothing is decided by all nodes together.
  quorum: 'none',
  members_change: true,
  configurations: []
} as const satisfies ProtocolDescription
