import { describe, expect, it } from 'vitest'
import type { Simulators } from '../../../src-main/sweep/jobs'
import { hunt } from '../../../src-main/sweep/bug-hunt'
import type { Failure } from '../../../src-main/sweep/outcome'
import type { SwitchDescription } from '../../../src-shared/description/protocol-description'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { failureOf, outcome } from './support'

const bug = (breaks: SwitchDescription['breaks']): SwitchDescription => ({
  name: 'vote-twice',
  title: 'Two votes',
  explanation: '',
  breaks,
  exposed_by: 'raft-chaos'
})

/** Every run fails with what its seed stands for. */
function simulators(failures: Readonly<Record<number, Failure>>) {
  const ran: Scenario[] = []
  const pool: Simulators = {
    run: (scenario, seed) => {
      ran.push(scenario)
      return Promise.resolve(outcome(seed, failures[seed] ? [failures[seed]] : []))
    },
    shrink: (scenario, seed, { check }) =>
      Promise.resolve({ scenario: { ...scenario, seed }, failure: failureOf(check), simulations: 7 })
  }
  return { pool, ran }
}

const huntFor = (breaks: SwitchDescription['breaks'], pool: Simulators, shrink = false) =>
  hunt({ protocol: 'raft', bug: bug(breaks) }, { seeds: { first: 1, last: 9 }, simulators: pool, jobs: 2, shrink })

describe('a hunt', () => {
  it('runs the scenario of the switch with that bug alone', async () => {
    const { pool, ran } = simulators({})
    await huntFor('safety', pool)
    expect(ran).toHaveLength(9)
    expect(ran[0]).toMatchObject({ name: 'raft-chaos', cluster: { protocol: 'raft', switches: ['vote-twice'] } })
  })

  it('ends without a catch when no seed fails', async () => {
    expect(await huntFor('safety', simulators({}).pool)).toMatchObject({ caught: null, seeds: 9, simulated_us: 9_000_000 })
  })

  it('takes a wrong result or state for a catch of a safety bug, nothing else', async () => {
    const failures = {
      2: failureOf('converged', { kind: 'unmet' }),
      3: failureOf('linearizable', { kind: 'undecided' }),
      4: failureOf('run', { kind: 'void' }),
      6: failureOf('log-matching')
    }
    expect(await huntFor('safety', simulators(failures).pool)).toMatchObject({
      caught: { seed: 6, failure: { check: 'log-matching' } },
      seeds: 6
    })
  })

  it('takes an unmet expectation for a catch of a liveness bug', async () => {
    const failures = { 2: failureOf('log-matching'), 5: failureOf('elections is at most 60', { kind: 'unmet' }) }
    expect(await huntFor('liveness', simulators(failures).pool)).toMatchObject({ caught: { seed: 5 }, seeds: 5 })
  })

  it('shrinks what it caught when it is to', async () => {
    const { pool } = simulators({ 3: failureOf('log-matching') })
    expect(await huntFor('safety', pool, true)).toMatchObject({
      caught: { seed: 3, shrunk: { scenario: { seed: 3 }, simulations: 7 } }
    })
    expect((await huntFor('safety', pool)).caught!.shrunk).toBeUndefined()
  })
})
