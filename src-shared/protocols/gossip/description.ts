import type { ProtocolDescription } from '../../description/protocol-description'
import { DIGESTS, DIRECTIONS, INTERESTS, METHODS } from './choices'
import { MESSAGES } from './messages'

const HUNT = 'gossip-chaos'

export const description = {
  name: 'gossip',
  title: 'Gossip',
  summary:
    'Each round every site talks to a partner that it picks at random: updates spread like a rumour, and databases are compared until all are equal.',
  parameters: {
    method: { type: 'choice', title: 'How updates spread', default: 'both', choices: METHODS },
    direction: {
      type: 'choice',
      title: 'Who tells: whoever chose the partner, the partner, or both',
      default: 'push-pull',
      choices: DIRECTIONS
    },
    round_ms: { type: 'number', title: 'A round takes', unit: 'ms', default: 100, min: 1, max: 60_000 },
    aligned: { type: 'boolean', title: 'Rounds begin everywhere at the same time, by the sites’ clocks', default: true },
    partners: {
      type: 'number',
      title: 'Partners of a site in a round',
      unit: 'sites',
      default: 1,
      min: 1,
      max: 20,
      integer: true
    },
    feedback: {
      type: 'boolean',
      title: 'A partner says whether it needed a rumour; otherwise each telling counts',
      default: true
    },
    interest: { type: 'choice', title: 'Interest in a rumour is lost by', default: 'counter', choices: INTERESTS },
    k: {
      type: 'number',
      title: 'Rounds in vain, one after the other, until interest is lost; of a coin: one in k ends it',
      unit: 'rounds',
      default: 3,
      min: 1,
      max: 100,
      integer: true
    },
    connection_limit: {
      type: 'number',
      title: 'Connections that a site accepts in a round; 0: any number',
      unit: 'connections',
      default: 0,
      min: 0,
      max: 100,
      integer: true
    },
    hunt_limit: {
      type: 'number',
      title: 'Other partners that a site tries in a round when one refuses',
      unit: 'sites',
      default: 0,
      min: 0,
      max: 100,
      integer: true
    },
    anti_entropy_every: {
      type: 'number',
      title: 'Beside rumours, databases are compared every',
      unit: 'rounds',
      default: 5,
      min: 1,
      max: 10_000,
      integer: true
    },
    digest: { type: 'choice', title: 'What is compared first', default: 'recent', choices: DIGESTS },
    recent_ms: {
      type: 'number',
      title: 'Recent updates are those of the last',
      unit: 'ms',
      default: 2_000,
      min: 1,
      max: 3_600_000
    },
    certificates_ms: {
      type: 'number',
      title: 'Death certificates are kept for; 0: for good',
      unit: 'ms',
      default: 0,
      min: 0,
      max: 86_400_000
    },
    dormant_sites: {
      type: 'number',
      title: 'Sites that keep a death certificate dormant after that',
      unit: 'sites',
      default: 0,
      min: 0,
      max: 20,
      integer: true
    },
    dormant_ms: {
      type: 'number',
      title: 'Dormant death certificates are kept for',
      unit: 'ms',
      default: 60_000,
      min: 0,
      max: 86_400_000
    },
    initial_items: {
      type: 'number',
      title: 'Items that all sites hold from the beginning',
      unit: 'items',
      default: 0,
      min: 0,
      max: 5_000,
      integer: true
    },
    updates: {
      type: 'number',
      title: 'Random updates that each site is given',
      unit: 'updates',
      default: 0,
      min: 0,
      max: 10_000,
      integer: true
    },
    update_every_ms: { type: 'number', title: 'From one to the next, on average', unit: 'ms', default: 500, min: 1, max: 60_000 },
    update_keys: { type: 'number', title: 'Keys that they change', unit: 'keys', default: 5, min: 1, max: 1_000, integer: true },
    deletes_percent: { type: 'number', title: 'How many of them delete', unit: '%', default: 30, min: 0, max: 100 },
    snapshot_every_records: {
      type: 'number',
      title: 'A snapshot replaces the log after',
      unit: 'records',
      default: 10_000,
      min: 1,
      max: 1_000_000,
      integer: true
    }
  },
  operations: [],
  data_types: [],
  policies: {
    reads: [{ name: 'any', title: 'Nobody', explanation: 'There is nothing to read.', strategy: { name: 'any' } }],
    writes: [{ name: 'any', title: 'Nobody', explanation: 'There is nothing to write.', strategy: { name: 'any' } }]
  },
  roles: [
    { name: 'susceptible', title: 'Susceptible', plural: 'susceptible', look: { icon: 'dot', tone: 'neutral' } },
    { name: 'infective', title: 'Infective', plural: 'infective', look: { icon: 'diamond', tone: 'gold' } },
    { name: 'removed', title: 'Removed', plural: 'removed', look: { icon: 'square', tone: 'teal' } }
  ],
  series: [
    { name: 'items', title: 'Items held, death certificates among them', unit: 'items' },
    { name: 'rumours', title: 'Rumours that are told', unit: 'rumours' },
    { name: 'updates_sent', title: 'Updates sent', unit: 'updates' },
    { name: 'exchanges', title: 'Exchanges begun', unit: 'exchanges' },
    { name: 'whole_compares', title: 'Whole databases compared', unit: 'comparisons' }
  ],
  invariants: [
    {
      name: 'stamps-rise',
      title: 'A newer value is never replaced by an older one',
      explanation:
        'The stamp of a key rises at every site with each change, also across restarts (last write wins; Demers et al. 1987, §1.1).'
    },
    {
      name: 'only-injected',
      title: 'Nobody holds what nobody wrote',
      explanation: 'Whatever a site learns is an update that some site was given, with the same value and stamp.'
    },
    {
      name: 'dead-stays-dead',
      title: 'What is deleted stays deleted',
      explanation: 'A site that knows of a deletion never takes over an older value of that item again (§2).'
    },
    {
      name: 'told-long-enough',
      title: 'Interest is lost by the rule, and not before',
      explanation: 'With a counter, a site stops telling a rumour after k rounds in a row in vain, and no earlier (§1.4).'
    },
    {
      name: 'quiet-means-equal',
      title: 'After a quiet time all are equal',
      explanation: 'Without faults and new updates anti-entropy makes all databases equal within some rounds (§1.3).'
    }
  ],
  switches: [
    {
      name: 'delete-without-certificate',
      title: 'Deleted without a certificate',
      explanation: 'A site that deletes an item removes it and keeps nothing: the next exchange brings the item back.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'certificates-dropped-early',
      title: 'Certificates dropped at once',
      explanation: 'A site drops a death certificate one round after it has learned it, while others still hold the item.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'older-overwrites',
      title: 'Whatever arrives overwrites',
      explanation: 'A site takes over an update although it holds a newer one of that key.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'stamps-of-arrival',
      title: 'Stamped on arrival',
      explanation: 'A site stamps an update with the time at which it arrives: old values become new ones.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'digest-without-stamps',
      title: 'Digests of keys alone',
      explanation: 'Checksums and lists name keys without their stamps: databases with different values pass for equal.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'updates-unsaved',
      title: 'Updates not on disk',
      explanation: 'A site tells others of what it has not written down: after a crash it holds less than it has told.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'told-means-known',
      title: 'Told counts as known',
      explanation: 'A rumour that nobody has answered counts as known: it dies out where messages are lost or sites are down.',
      breaks: 'safety',
      exposed_by: HUNT
    }
  ],
  commands: [
    {
      name: 'put',
      title: 'Write',
      arguments: [
        { name: 'key', type: 'text', optional: true },
        { name: 'value', type: 'text', optional: true }
      ]
    },
    { name: 'delete', title: 'Delete', arguments: [{ name: 'key', type: 'text', optional: true }] }
  ],
  messages: MESSAGES,
  // Nothing is decided.
  quorum: 'none',
  members_change: true,
  datagrams: true,
  // The explorer's models judge operations, of which there are none.
  configurations: []
} as const satisfies ProtocolDescription
