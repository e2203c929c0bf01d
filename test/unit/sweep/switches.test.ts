import { describe, expect, it } from 'vitest'
import { allDeliberateBugs, hunt } from '../../../src-main/sweep/bug-hunt'
import type { DeliberateBug } from '../../../src-main/sweep/bug-hunt'
import { runSeed } from '../../../src-main/sweep/run-seed'
import type { SeedRange } from '../../../src-main/sweep/seed-range'

/** As many as the command tries; most bugs need a few. */
const SEEDS = { first: 1, last: 200 }

/** Seeds that caught those whose hunt is long: the hunt begins with them, and only where they no longer do is the whole of it left to do. */
const KNOWN: Readonly<Record<string, number>> = {
  'raft stale-reads': 14,
  'leader-follower ack-inherited': 6,
  'leader-follower trust-restored-disk': 16,
  'quorum trust-restored-disk': 14,
  'sharded-kv chunk-applied-twice': 3,
  'services forget-keys': 12,
  'hlc-kv tie-by-arrival': 29,
  'atomic-commit commit-unheard': 67,
  'atomic-commit recovered-decides': 16,
  'atomic-commit votes-suffice': 11,
  'pbft requests-unsigned': 16,
  'replicated-commit answer-before-record': 11,
  'replicated-commit vote-before-replicated': 11,
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
