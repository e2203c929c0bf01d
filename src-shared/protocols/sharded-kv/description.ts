import type { ProtocolDescription } from '../../description/protocol-description'
import { description as membership } from '../membership/description'
import { SWIM_SERIES } from '../membership/embedded'
import { description as raft } from '../raft/description'
import { configurations } from './configurations'
import { MESSAGES } from './messages'
import { PARAMETERS } from './parameters'

const LOSSY = 'sharded-lossy-moves'

export const description = {
  name: 'sharded-kv',
  title: 'Sharded store',
  summary:
    'Keys are split into shards that groups of nodes own; a replicated placement service says which, and moves shards under load when nodes come and go.',
  parameters: PARAMETERS,
  data_types: ['kv'],
  operations: ['get', 'put', 'append', 'cas', 'delete', 'gather', 'scan'],
  policies: {
    reads: [
      {
        name: 'linearizable',
        title: 'From the shard’s owner',
        explanation:
          'The leader of the group that owns the key’s shard answers once a quorum of the group has confirmed it: every read sees all writes before it, also while the shard moves.',
        strategy: { name: 'routed' },
        implied: true
      },
      {
        name: 'replicas',
        title: 'From any replica',
        explanation:
          'Any node of the group that owns the key’s shard answers from what it has applied: reads spread over all copies, and may miss the newest writes. Each answer says how far behind it may be; a follower that has heard nothing from its leader for replica_age_ms does not answer.',
        strategy: { name: 'replicas' }
      },
      {
        name: 'cached',
        title: 'From the client’s cache',
        explanation:
          'A client keeps what it read from the shard’s owner for cache_ttl and answers from that: a read is at most so long behind, and never behind the client’s own writes.',
        strategy: { name: 'routed' },
        cached: true
      }
    ],
    writes: [
      {
        name: 'linearizable',
        title: 'To the shard’s owner',
        explanation:
          'The leader of the group that owns the key’s shard answers once a quorum of the group has the write on disk; for a moment of each move the shard takes none.',
        strategy: { name: 'routed' }
      }
    ]
  },
  term: raft.term,
  // Those of each group.
  roles: raft.roles,
  series: [
    { name: 'shards', title: 'Shards served', unit: 'shards', chart: true },
    { name: 'keys', title: 'Keys stored', unit: 'keys', chart: true },
    { name: 'bytes', title: 'Bytes of keys and values', unit: 'bytes' },
    { name: 'operations', title: 'Operations served since the start', unit: 'operations', chart: true },
    { name: 'moves_in', title: 'Shards that move in', unit: 'moves' },
    { name: 'moves_out', title: 'Shards that move out', unit: 'moves' },
    { name: 'moved_bytes', title: 'Bytes sent for moves since the start', unit: 'bytes', chart: true },
    { name: 'epoch', title: 'Epoch of the map', unit: '' },
    ...SWIM_SERIES
  ],
  invariants: [
    {
      name: 'one-owner',
      title: 'One owner at a time',
      explanation: 'At no moment do two groups serve the same shard.'
    },
    {
      name: 'arrives-whole',
      title: 'Shards arrive whole',
      explanation: 'The group that takes a shard over serves exactly the rows that the other handed over.'
    },
    {
      name: 'epochs-grow',
      title: 'Epochs never go back',
      explanation: 'Each map that is published has a higher epoch than the one before, and each shard one at least as high.'
    },
    {
      name: 'kept-until-acknowledged',
      title: 'Nothing is deleted before it is acknowledged',
      explanation: 'A group deletes what it handed over only after the new owner has it on disk and serves it.'
    },
    {
      name: 'within-rate',
      title: 'Moves keep to their rate',
      explanation: 'Over any second no source sends more of moving shards than it may.'
    },
    {
      name: 'ranges-apart',
      title: 'Ranges do not overlap',
      explanation: 'No key lies in two shards that are served, whatever is split, merged and moved.'
    },
    {
      name: 'splits-keep-rows',
      title: 'Splits and merges keep every row',
      explanation: 'The parts of a range have together exactly the rows that it has as a whole.'
    },
    // Of every group; what was acknowledged is judged by the keys' histories, since shards move.
    ...raft.invariants.filter(({ name }) => name !== 'acknowledged-kept'),
    // Where nodes run SWIM.
    ...membership.invariants
  ],
  switches: [
    {
      name: 'cutover-before-catch-up',
      title: 'Handed over before it caught up',
      explanation: 'A shard is handed over as soon as it is copied: writes made meanwhile are left behind.',
      breaks: 'safety',
      exposed_by: LOSSY
    },
    {
      name: 'no-read-only-window',
      title: 'No read-only window',
      explanation: 'The source goes on taking writes while it sends the last of them, which the target never sees.',
      breaks: 'safety',
      exposed_by: LOSSY
    },
    {
      name: 'stale-map-accepted',
      title: 'Answered by a stale map',
      explanation: 'A node answers for a shard that its map still gives to its group, although that has handed it over.',
      breaks: 'safety',
      exposed_by: 'sharded-stale-map'
    },
    {
      name: 'chunk-applied-twice',
      title: 'Chunks taken at any position',
      explanation:
        'The target takes a late or doubled chunk as if it were the next: old values come back, and others are missing.',
      breaks: 'safety',
      exposed_by: LOSSY
    },
    {
      name: 'throttle-ignored',
      title: 'Throttle ignored',
      explanation: 'The source sends as fast as it can, whatever rate it is given, and clients wait behind it.',
      breaks: 'safety',
      exposed_by: 'sharded-leave'
    },
    {
      name: 'clean-up-before-acknowledgement',
      title: 'Deleted before it is acknowledged',
      explanation: 'The source deletes a shard as soon as it has sent it: if the target loses it, nobody has it.',
      breaks: 'safety',
      exposed_by: LOSSY
    },
    {
      name: 'forget-sessions-on-move',
      title: 'Sessions stay behind',
      explanation:
        'A shard moves without the list of what was applied already: a write that is tried again at the new owner is applied twice.',
      breaks: 'safety',
      exposed_by: LOSSY
    },
    {
      name: 'scan-forgets-moving-shards',
      title: 'Scans take moving shards for empty',
      explanation:
        'A group answers for all that a scan asks it for, also for shards that it does not serve: their rows are missing.',
      breaks: 'safety',
      exposed_by: 'sharded-scan-hash'
    },
    {
      name: 'split-loses-boundary-key',
      title: 'The key at the boundary is lost',
      explanation:
        'Of a range that is split, the keys after the boundary go to the new shard, and the one at the boundary to neither.',
      breaks: 'safety',
      exposed_by: 'sharded-range-split'
    },
    {
      name: 'suspicion-is-death',
      title: 'Replaced on suspicion',
      explanation: 'Under SWIM a placement leader takes whoever is suspected for dead, and does not wait for a refutation.',
      breaks: 'liveness',
      exposed_by: 'sharded-swim-false-suspicion'
    }
  ],
  // Any node takes them, and hands them to the placement leader.
  commands: [
    {
      name: 'move-shard',
      title: 'Move a shard',
      arguments: [
        { name: 'shard', type: 'number', optional: false },
        { name: 'to', type: 'text', optional: true }
      ]
    },
    {
      name: 'split-shard',
      title: 'Split a range',
      arguments: [
        { name: 'shard', type: 'number', optional: false },
        { name: 'at', type: 'text', optional: true }
      ]
    },
    {
      name: 'merge-shards',
      title: 'Merge a range with the one after it',
      arguments: [{ name: 'shard', type: 'number', optional: false }]
    },
    { name: 'pause-moves', title: 'Pause moves', arguments: [{ name: 'move', type: 'number', optional: true }] },
    { name: 'resume-moves', title: 'Resume moves', arguments: [{ name: 'move', type: 'number', optional: true }] },
    { name: 'cancel-move', title: 'Cancel a move', arguments: [{ name: 'move', type: 'number', optional: false }] },
    { name: 'set-move-rate', title: 'Set the rate of moves', arguments: [{ name: 'kib', type: 'number', optional: false }] }
  ],
  messages: MESSAGES,
  // Each shard needs its own group, and a new map the placement service; no number of all nodes decides.
  quorum: 'none',
  members_change: true,
  configurations
} as const satisfies ProtocolDescription
