import { describe, expect, it } from 'vitest'
import { allDeliberateBugs, hunt } from '../../../src-main/sweep/bug-hunt'
import type { DeliberateBug } from '../../../src-main/sweep/bug-hunt'
import { runSeed } from '../../../src-main/sweep/run-seed'
import type { SeedRange } from '../../../src-main/sweep/seed-range'

/** As many as the command tries; most bugs need a few. */
const SEEDS = { first: 1, last: 200 }

/** Seeds that caught those whose hunt is long: the hunt begins with them, and only where they no longer do is the whole of it left to do. */
const KNOWN: Readonly<Record<string, number>> = {
  'atomic-commit abort-in-doubt': 4,
  'atomic-commit accept-below-promise': 9,
  'atomic-commit answer-before-logged': 11,
  'atomic-commit collect-unlogged': 22,
  'atomic-commit commit-unheard': 67,
  'atomic-commit minority-of-acceptors': 5,
  'atomic-commit read-past-snapshot': 7,
  'atomic-commit recovered-decides': 16,
  'atomic-commit skip-read-locks': 6,
  'atomic-commit votes-suffice': 11,
  'clock-sync timeouts-by-wall-clock': 26,
  'hlc-kv ack-before-store': 2,
  'hlc-kv bound-not-stored': 4,
  'hlc-kv offset-unchecked': 4,
  'hlc-kv tie-by-arrival': 29,
  'leader-follower ack-inherited': 6,
  'leader-follower ignore-token': 3,
  'leader-follower keep-divergence': 6,
  'leader-follower trust-restored-disk': 16,
  'multi-leader replace-by-state': 16,
  'multi-paxos promise-unsaved': 6,
  'multi-paxos stale-reads': 16,
  'paxos ballots-shared': 8,
  'pbft decided-unchecked': 5,
  'pbft prepared-forgotten': 3,
  'pbft requests-unsigned': 16,
  'pbft window-ignored': 11,
  'quorum drop-hint': 12,
  'quorum trust-restored-disk': 14,
  'raft fixed-election-timeout': 18,
  'raft keep-overwritten-configuration': 11,
  'raft learners-count': 9,
  'raft stale-reads': 14,
  'raft vote-twice': 3,
  'replicated-commit answer-before-record': 11,
  'replicated-commit forget-prepared': 10,
  'replicated-commit overwrite-record': 2,
  'replicated-commit presume-abort': 2,
  'replicated-commit vote-before-replicated': 11,
  'saga send-before-logged': 7,
  'services forget-keys': 12,
  'sharded-kv chunk-applied-twice': 3,
  'sharded-kv cutover-before-catch-up': 4,
  'spanner-kv ignore-last-timestamp': 3,
  'viewstamped-replication longest-log': 7,
  'viewstamped-replication old-view-accepted': 102,
  'viewstamped-replication prepare-ok-unseen': 68
}

const simulators = {
  run: async (...given: Parameters<typeof runSeed>) => runSeed(...given),
  shrink: () => Promise.reject(new Error('nothing is to be shrunk'))
}

async function huntIn(bug_target: DeliberateBug, seeds: SeedRange) {
  return (await hunt(bug_target, { seeds, simulators, jobs: 1, shrink: false })).caught
}

describe('every deliberate bug', () => {
  it.each(allDeliberateBugs().map((bug_target) => [bug_target.bug.name, bug_target] as const))(
    '%s is caught by a check',
    async (_, bug_target) => {
      const known = KNOWN[`${bug_target.protocol} ${bug_target.bug.name}`]
      const first = known === undefined ? null : await huntIn(bug_target, { first: known, last: known })
      const caught = first ?? (await huntIn(bug_target, SEEDS))
      expect(caught, `no seed up to ${SEEDS.last} fails`).not.toBeNull()
    },
    120_000
  )
})
