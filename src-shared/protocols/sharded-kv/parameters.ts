/** What a scenario may set of sharded stores: how keys are cut and placed, and how shards move. Those of Raft hold for each group. */
import type { ParameterDescription } from '../../description/protocol-description'
import { SWIM_PARAMETERS } from '../membership/embedded'
import { description as raft } from '../raft/description'

/** Strategies of placement, as the parameter names them. */
export const STRATEGIES = ['ring', 'modulo', 'rendezvous', 'jump', 'maglev', 'range', 'directory'] as const
export type Strategy = (typeof STRATEGIES)[number]

/** Shards of a store at most, whether it began with them or split into them. */
export const SHARDS_MAX = 1024

const whole = { type: 'number', integer: true } as const

export const PARAMETERS = {
  placement: { type: 'choice', title: 'What says which group owns a shard', default: 'ring', choices: STRATEGIES },
  shards: { ...whole, title: 'Shards at the start', unit: 'shards', default: 64, min: 1, max: SHARDS_MAX },
  keys_expected: {
    ...whole,
    title: 'Ranges: the first ones are cut for so many keys k1, k2 …',
    unit: 'keys',
    default: 1000,
    min: 1,
    max: 100_000
  },
  virtual_nodes: { ...whole, title: 'Virtual nodes of each group on the ring', unit: 'points', default: 100, min: 1, max: 1000 },
  copies: { ...whole, title: 'Copies of each shard: nodes of a group (1 or 3)', unit: 'copies', default: 1, min: 1, max: 3 },
  groups: { ...whole, title: 'Groups of three at the start (0: one for each node)', unit: 'groups', default: 0, min: 0, max: 64 },
  placement_nodes: {
    ...whole,
    title: 'Nodes of the placement service (1: whoever loses that one changes no map any more)',
    unit: 'nodes',
    default: 3,
    min: 1,
    max: 3
  },
  rebalance: { type: 'boolean', title: 'Shards move by themselves to where the strategy wants them', default: true },
  moves_at_once: { ...whole, title: 'Moves under way for each source and target', unit: 'moves', default: 1, min: 1, max: 16 },
  move_rate_kib: {
    ...whole,
    title: 'What each source sends at most (0: as fast as it can)',
    unit: 'KiB/s',
    default: 512,
    min: 0,
    max: 1_048_576
  },
  chunk_bytes: { ...whole, title: 'Rows in one chunk at most', unit: 'bytes', default: 16_384, min: 64, max: 1_048_576 },
  cutover_rows: {
    ...whole,
    title: 'A shard becomes read-only once a round of catching up has as few rows',
    unit: 'rows',
    default: 8,
    min: 0,
    max: 100_000
  },
  rounds_max: {
    ...whole,
    title: 'Rounds of catching up at most before it becomes read-only',
    unit: 'rounds',
    default: 10,
    min: 1,
    max: 1000
  },
  report_ms: {
    type: 'number',
    title: 'Pause between a node’s reports to the placement service',
    unit: 'ms',
    default: 100,
    min: 1,
    max: 60_000
  },
  down_after_ms: {
    type: 'number',
    title: 'No shards are moved to or from a group without a report for',
    unit: 'ms',
    default: 1000,
    min: 1,
    max: 600_000
  },
  replace_after_ms: {
    type: 'number',
    title:
      'A node without a report for so long (under SWIM: dead for so long) gives its place in groups of three to another (0: never)',
    unit: 'ms',
    default: 0,
    min: 0,
    max: 3_600_000
  },
  balance_by: {
    type: 'choice',
    title: 'Ranges and directories: what groups should have equally much of',
    default: 'keys',
    choices: ['keys', 'operations']
  },
  imbalance_percent: {
    ...whole,
    title: 'Ranges and directories: a group may have so much more than the mean',
    unit: '%',
    default: 20,
    min: 1,
    max: 1000
  },
  split_keys: {
    ...whole,
    title: 'Ranges: one with more keys is split (0: never for that)',
    unit: 'keys',
    default: 0,
    min: 0,
    max: 1_000_000
  },
  split_bytes: {
    ...whole,
    title: 'Ranges: one with more bytes of keys and values is split (0: never for that)',
    unit: 'bytes',
    default: 0,
    min: 0,
    max: 1_000_000_000
  },
  split_operations_s: {
    ...whole,
    title: 'Ranges: one that serves more operations is split (0: never for that)',
    unit: 'operations/s',
    default: 0,
    min: 0,
    max: 1_000_000
  },
  merge_keys: {
    ...whole,
    title: 'Ranges: neighbours with no more keys together are merged (0: never; half of what is split at most)',
    unit: 'keys',
    default: 0,
    min: 0,
    max: 1_000_000
  },
  replica_age_ms: {
    type: 'number',
    title: 'A follower answers reads of replicas unless it has heard nothing from its leader for',
    unit: 'ms',
    default: 500,
    min: 1,
    max: 600_000
  },
  ...SWIM_PARAMETERS,
  ...raft.parameters
} as const satisfies Readonly<Record<string, ParameterDescription>>
