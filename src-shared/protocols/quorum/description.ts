/** What the quorum protocol says of itself. */
import type { ProtocolDescription } from '../../description/protocol-description'
import { description as membership } from '../membership/description'
import { SWIM_PARAMETERS, SWIM_SERIES } from '../membership/embedded'
import { PLACEMENT_KINDS, RING_STRATEGIES, VERSION_KINDS } from './choices'
import { configurations } from './configurations'
import { MESSAGES } from './messages'

export const description = {
  name: 'quorum',
  title: 'Dynamo-style quorum',
  summary: 'No leader: any node coordinates, a write counts when W of N replicas have it, and a read asks R of them.',
  parameters: {
    replicas: { type: 'number', title: 'N: replicas of each key', unit: 'nodes', default: 3, min: 1, max: 15, integer: true },
    read_quorum: {
      type: 'number',
      title: 'R: replicas that a read waits for',
      unit: 'nodes',
      default: 2,
      min: 1,
      max: 15,
      integer: true
    },
    write_quorum: {
      type: 'number',
      title: 'W: replicas that a write waits for',
      unit: 'nodes',
      default: 2,
      min: 1,
      max: 15,
      integer: true
    },
    regions: {
      type: 'number',
      title: 'Regions that the nodes form, of equal size and in their order: what LOCAL_QUORUM counts in',
      unit: 'regions',
      default: 1,
      min: 1,
      max: 15,
      integer: true
    },
    versions: { type: 'choice', title: 'How versions are told apart', default: 'timestamp', choices: VERSION_KINDS },
    placement: { type: 'choice', title: 'How keys are placed on nodes', default: 'modulo', choices: PLACEMENT_KINDS },
    ring_strategy: {
      type: 'choice',
      title: 'How the ring is cut into ranges, and who keeps which (Dynamo’s strategies 1, 2, 3)',
      default: 'token-placed-ranges',
      choices: RING_STRATEGIES
    },
    virtual_nodes: {
      type: 'number',
      title: 'Virtual nodes (tokens) of each node on the ring; even ranges need none',
      unit: 'points',
      default: 16,
      min: 1,
      max: 1000,
      integer: true
    },
    ranges: {
      type: 'number',
      title: 'Equal ranges that the ring is cut into (random tokens: one for each token)',
      unit: 'ranges',
      default: 64,
      min: 1,
      max: 4096,
      integer: true
    },
    move_rate_kib: {
      type: 'number',
      title: 'What each source sends at most (0: as fast as it can)',
      unit: 'KiB/s',
      default: 512,
      min: 0,
      max: 1_048_576,
      integer: true
    },
    read_repair: { type: 'boolean', title: 'Reads bring stale replicas up to date', default: true },
    hinted_handoff: { type: 'boolean', title: 'What a replica misses is kept for it', default: true },
    sloppy_quorum: { type: 'boolean', title: 'A stand-in’s hint counts towards W', default: false },
    hint_after_ms: {
      type: 'number',
      title: 'Silence of a replica after which another node stands in',
      unit: 'ms',
      default: 100,
      min: 1,
      max: 60_000
    },
    handoff_ms: {
      type: 'number',
      title: 'Interval between attempts to hand hints over',
      unit: 'ms',
      default: 500,
      min: 1,
      max: 600_000
    },
    anti_entropy_ms: {
      type: 'number',
      title: 'Interval between comparisons of hash trees (0: never)',
      unit: 'ms',
      default: 1000,
      min: 0,
      max: 600_000
    },
    tombstone_grace_ms: {
      type: 'number',
      title: 'How long deletions are remembered; hints are kept for half of it',
      unit: 'ms',
      default: 600_000,
      min: 1,
      max: 86_400_000
    },
    tombstones_wait: { type: 'boolean', title: 'Deletions are remembered until every replica has them', default: true },
    request_timeout_ms: {
      type: 'number',
      title: 'How long a coordinator waits for its quorum',
      unit: 'ms',
      default: 500,
      min: 1,
      max: 60_000
    },
    ...SWIM_PARAMETERS,
    snapshot_every_records: {
      type: 'number',
      title: 'Log records between two snapshots',
      unit: 'records',
      default: 10_000,
      min: 1,
      max: 10_000_000,
      integer: true
    }
  },
  data_types: ['kv'],
  operations: ['get', 'put', 'delete'],
  policies: {
    reads: [
      {
        name: 'cluster',
        title: 'R of the cluster',
        explanation: 'Waits for as many replicas as the cluster is set to.',
        strategy: { name: 'any' }
      },
      { name: 'one', title: 'ONE', explanation: 'Waits for one replica, which may be behind.', strategy: { name: 'any' } },
      { name: 'quorum', title: 'QUORUM', explanation: 'Waits for more than half of the replicas.', strategy: { name: 'any' } },
      {
        name: 'local-quorum',
        title: 'LOCAL_QUORUM',
        explanation:
          'Waits for more than half of the replicas in the coordinator’s region: the newest write there is among them, others’ may not have come.',
        strategy: { name: 'any' }
      },
      {
        name: 'all',
        title: 'ALL',
        explanation: 'Waits for every replica; one that is down makes it fail.',
        strategy: { name: 'any' }
      }
    ],
    writes: [
      {
        name: 'cluster',
        title: 'W of the cluster',
        explanation: 'Waits until as many replicas as the cluster is set to have it on disk.',
        strategy: { name: 'any' }
      },
      {
        name: 'one',
        title: 'ONE',
        explanation: 'Waits until one replica has it on disk, which may be lost or cut off before others have it.',
        strategy: { name: 'any' }
      },
      {
        name: 'quorum',
        title: 'QUORUM',
        explanation: 'Waits until more than half of the replicas have it on disk.',
        strategy: { name: 'any' }
      },
      {
        name: 'local-quorum',
        title: 'LOCAL_QUORUM',
        explanation:
          'Waits until more than half of the replicas in the coordinator’s region have it on disk; the other regions get it meanwhile.',
        strategy: { name: 'any' }
      },
      {
        name: 'all',
        title: 'ALL',
        explanation: 'Waits until every replica has it on disk; one that is down makes it fail.',
        strategy: { name: 'any' }
      }
    ]
  },
  roles: [],
  series: [
    { name: 'keys', title: 'Keys stored', unit: 'keys' },
    { name: 'tombstones', title: 'Keys with a tombstone', unit: 'keys' },
    { name: 'siblings', title: 'Keys with several concurrent versions', unit: 'keys', chart: true },
    { name: 'hints', title: 'Hints kept for others', unit: 'hints', chart: true },
    { name: 'hints_for', title: 'Hints by whom they wait for', unit: 'hints', per: 'peer', chart: true },
    { name: 'hints_stored', title: 'Hints stored', unit: 'hints' },
    { name: 'hints_delivered', title: 'Hints handed over', unit: 'hints' },
    { name: 'repairs', title: 'Read repairs', unit: 'repairs', chart: true },
    { name: 'ranges_compared', title: 'Ranges compared by anti-entropy', unit: 'ranges', chart: true },
    { name: 'rows_moved', title: 'Rows sent by anti-entropy', unit: 'rows' },
    { name: 'bytes_moved', title: 'Bytes sent by anti-entropy', unit: 'B', chart: true },
    { name: 'ranges_moving', title: 'Ranges that move here', unit: 'ranges', chart: true },
    { name: 'rows_fetched', title: 'Rows fetched of ranges that move here', unit: 'rows' },
    { name: 'bytes_fetched', title: 'Bytes fetched of ranges that move here', unit: 'B', chart: true },
    { name: 'requests', title: 'Requests served as a replica', unit: 'requests' },
    { name: 'open_operations', title: 'Operations being coordinated', unit: 'operations' },
    ...SWIM_SERIES
  ],
  invariants: [
    {
      name: 'newest-kept',
      title: 'Nothing newer gives way to something older',
      explanation:
        'What a node has on disk for a key goes only for a version that supersedes it, restarts included; only a tombstone may go by itself (Dynamo §4.4).'
    },
    {
      name: 'write-quorum',
      title: 'An acknowledged write is where it is said to be',
      explanation:
        'When a write is acknowledged, every replica that was counted has it, or what superseded it, on disk, every stand-in that was counted has a hint of it, and there are W disks of them (Dynamo §4.5, §4.6).'
    },
    {
      name: 'local-quorum',
      title: 'A local quorum is at home',
      explanation:
        'When a write is acknowledged by local quorum, more than half of the replicas in its coordinator’s region have it, or stand-ins have hints for them.'
    },
    {
      name: 'siblings-concurrent',
      title: 'Siblings are concurrent',
      explanation: 'No version that a node keeps of a key supersedes another one that it keeps (Dynamo §4.4).'
    },
    {
      name: 'overwrites-seen',
      title: 'Only what was seen is overwritten',
      explanation:
        'Under vectors a version gives way only to one whose writer had read it, or something that was written by somebody who had (Dynamo §4.4).'
    },
    {
      name: 'within-rate',
      title: 'Moves keep to their rate',
      explanation: 'Over any second no node sends more of ranges to those who fetch them than it may.'
    },
    // Where nodes run SWIM.
    ...membership.invariants
  ],
  switches: [
    {
      name: 'drop-hint',
      title: 'Hints dropped',
      explanation:
        'A node forgets a hint once it has sent it, whether or not the replica has it: what is lost on the way stays lost.',
      breaks: 'liveness',
      exposed_by: 'quorum-chaos-hints'
    },
    {
      name: 'repair-older',
      title: 'Repair writes the older version',
      explanation:
        'Read repair stamps the stale replica’s version afresh and writes that, so the older value wins over the newer one.',
      breaks: 'safety',
      exposed_by: 'quorum-chaos'
    },
    {
      name: 'ack-before-store',
      title: 'Acknowledged before it is stored',
      explanation: 'Replicas vouch for writes that are not on their disks yet: a crash takes back what was promised.',
      breaks: 'safety',
      exposed_by: 'quorum-chaos'
    },
    {
      name: 'count-hint-as-replica',
      title: 'A hint counted as a replica',
      explanation:
        'A coordinator counts a hint as the copy of the replica that did not answer, although the quorum is meant to be strict.',
      breaks: 'safety',
      exposed_by: 'quorum-chaos'
    },
    {
      name: 'merge-not-commutative',
      title: 'The last to arrive wins',
      explanation:
        'A replica keeps whatever version arrives last instead of comparing, so replicas that hear the same in another order differ.',
      breaks: 'safety',
      exposed_by: 'quorum-chaos'
    },
    {
      name: 'tombstone-forgotten',
      title: 'No tombstones',
      explanation: 'A deletion removes the key and leaves nothing behind, so a replica that missed it brings the value back.',
      breaks: 'safety',
      exposed_by: 'quorum-chaos'
    },
    {
      name: 'ignore-context',
      title: 'Context ignored',
      explanation:
        'A coordinator takes every write for one that has seen all that the coordinator has, so a concurrent write is overwritten unseen.',
      breaks: 'safety',
      exposed_by: 'quorum-chaos-siblings'
    },
    {
      name: 'trust-restored-disk',
      title: 'An older disk is trusted',
      explanation:
        'A node whose disk was lost or replaced by an older copy goes on as if nothing had happened, and answers reads without what it vouched for.',
      breaks: 'safety',
      exposed_by: 'quorum-chaos-disks'
    },
    {
      name: 'forget-pending-owners',
      title: 'Only the new replicas asked',
      explanation:
        'While ranges move, coordinators ask the new replicas alone, which need not have what the old ones vouched for yet.',
      breaks: 'safety',
      exposed_by: 'quorum-move-overlap'
    },
    {
      name: 'far-replicas-counted',
      title: 'Far replicas counted as near',
      explanation:
        'A coordinator waits for as many replicas as a local quorum takes and counts those of other regions, too: a read at home may miss the write.',
      breaks: 'safety',
      exposed_by: 'quorum-chaos-regions'
    },
    {
      name: 'throttle-ignored',
      title: 'Throttle ignored',
      explanation: 'A node sends what others fetch as fast as it can, whatever rate it is given, and clients wait behind it.',
      breaks: 'safety',
      exposed_by: 'quorum-ring-leave'
    },
    {
      name: 'return-unnoticed',
      title: 'Whoever was down stays down',
      explanation:
        'A node goes on taking a member for down that SWIM has found to be up again, and never hands over what it keeps for it.',
      breaks: 'liveness',
      exposed_by: 'quorum-swim-crash'
    },
    {
      name: 'majority-of-those-up',
      title: 'Quorums of those who are up',
      explanation:
        'A coordinator takes more than half of the replicas that are up for a quorum: each side of a partition soon has one of its own.',
      breaks: 'safety',
      exposed_by: 'quorum-swim-partition'
    }
  ],
  commands: [],
  messages: MESSAGES,
  quorum: 'none',
  members_change: true,
  overlap: { n: 'replicas', r: 'read_quorum', w: 'write_quorum', waived_by: 'sloppy_quorum' },
  configurations
} as const satisfies ProtocolDescription
