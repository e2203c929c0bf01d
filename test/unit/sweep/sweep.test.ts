import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../src-main/sweep/outcome'
import { sweep } from '../../../src-main/sweep/sweep'
import type { SweepOptions } from '../../../src-main/sweep/sweep'
import { createRandom } from '../../../src-shared/random'
import { failureOf, outcome, scenarioOf } from './support'

/** Threads of very different speed: outcomes come in any order. */
function simulators(failing: readonly number[], random = createRandom(1, 'threads')) {
  const begun: number[] = []
  return {
    begun,
    run: async (_: unknown, seed: number): Promise<Outcome> => {
      begun.push(seed)
      for (let turns = Math.floor(random() * 20); turns > 0; turns--) await Promise.resolve()
      return outcome(seed, failing.includes(seed) ? [failureOf('log-matching')] : [])
    }
  }
}

const sweepOf = (options: Partial<SweepOptions> & Pick<SweepOptions, 'simulators'>) =>
  sweep({ scenario: scenarioOf('duration: 1s'), seeds: { first: 1, last: 100 }, jobs: 4, ...options })

describe('a sweep', () => {
  it('runs every seed once and tells the outcomes in the order of the seeds', async () => {
    const pool = simulators([])
    const told: number[] = []
    const summary = await sweepOf({ simulators: pool, onOutcome: ({ seed }) => told.push(seed) })
    expect(summary).toEqual({ runs: 100, failed: 0, simulated_us: 100_000_000, first_failure: null })
    expect(told).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
    expect(pool.begun).toHaveLength(100)
  })

  it('ends with the lowest failing seed, however the threads race', async () => {
    for (let race = 0; race < 50; race++) {
      const told: number[] = []
      const pool = simulators([40, 41, 42], createRandom(race, 'threads'))
      const { runs, failed, first_failure } = await sweepOf({ simulators: pool, onOutcome: ({ seed }) => told.push(seed) })
      expect({ runs, failed, seed: first_failure?.seed }).toEqual({ runs: 40, failed: 1, seed: 40 })
      expect(told.at(-1)).toBe(40)
      expect(Math.max(...pool.begun)).toBeLessThan(50)
    }
  })

  it('collects all failures when it is to go on', async () => {
    const failed_seeds: number[] = []
    const onOutcome = ({ seed }: Outcome, failed: boolean) => void (failed && failed_seeds.push(seed))
    const summary = await sweepOf({ simulators: simulators([7, 99]), keep_going: true, onOutcome })
    expect(summary).toMatchObject({ runs: 100, failed: 2, first_failure: { seed: 7 } })
    expect(failed_seeds).toEqual([7, 99])
  })

  it('passes over outcomes that do not count as failures', async () => {
    const isFailure = ({ seed }: Outcome) => seed === 60
    expect(await sweepOf({ simulators: simulators([7]), isFailure })).toMatchObject({ runs: 60, first_failure: { seed: 60 } })
  })

  it('begins no further seed once it is called off', async () => {
    const controller = new AbortController()
    const pool = simulators([])
    const onOutcome = ({ seed }: Outcome) => void (seed === 10 && controller.abort())
    await sweepOf({ simulators: pool, signal: controller.signal, onOutcome })
    expect(Math.max(...pool.begun)).toBeLessThan(30)
  })

  it('ends at once when it is called off and its simulations are broken off, with what it has', async () => {
    const controller = new AbortController()
    const run = async (_: unknown, seed: number): Promise<Outcome> => {
      if (seed < 5) return outcome(seed, seed === 2 ? [failureOf('log-matching')] : [])
      controller.abort()
      throw new Error('ended')
    }
    const summary = await sweepOf({ simulators: { run }, jobs: 1, keep_going: true, signal: controller.signal })
    expect(summary).toMatchObject({ runs: 4, failed: 1, first_failure: { seed: 2 } })
  })

  it('rejects when a simulation cannot be carried out', async () => {
    const broken = { run: () => Promise.reject(new Error('out of memory')) }
    await expect(sweepOf({ simulators: broken })).rejects.toThrow('out of memory')
  })
})
