import { describe, expect, it } from 'vitest'
import { allDeliberateBugs, hunt } from '../../../src-main/sweep/bug-hunt'
import { runSeed } from '../../../src-main/sweep/run-seed'

/** As many as the command tries; most bugs need a few. */
const SEEDS = { first: 1, last: 200 }

const simulators = {
  run: async (...given: Parameters<typeof runSeed>) => runSeed(...given),
  shrink: () => Promise.reject(new Error('nothing is to be shrunk'))
}

describe('every deliberate bug', () => {
  it.each(allDeliberateBugs().map((bug_target) => [bug_target.bug.name, bug_target] as const))(
    '%s is caught by a check',
    async (_, bug_target) => {
      const { caught } = await hunt(bug_target, { seeds: SEEDS, simulators, jobs: 1, shrink: false })
      expect(caught, `no seed up to ${SEEDS.last} fails`).not.toBeNull()
    },
    120_000
  )
})
