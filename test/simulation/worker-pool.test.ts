import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WorkerPool } from '../../src-main/sweep/worker-pool'
import { sweep } from '../../src-main/sweep/sweep'
import { scenarioOf } from '../unit/sweep/support'

let folder: string
let pool: WorkerPool

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'netsplit-pool-'))))
afterEach(async () => {
  await pool.close()
  rmSync(folder, { recursive: true })
})

/** A pool whose threads pass every seed, but for what this code does first. */
function poolWith(first: string, threads = 2): WorkerPool {
  const program = join(folder, 'thread.js')
  const code = `const { worker } = require(${JSON.stringify(require.resolve('workerpool'))})
const ended = new Promise(() => {})
worker({
  run: async (scenario, seed) => { ${first}; return { seed, failures: [], simulated_us: 0, steps: 0 } },
  measure: () => process.exit(9)
})`
  writeFileSync(program, code)
  return (pool = new WorkerPool(threads, program))
}

const sweepOf = (simulators: WorkerPool) =>
  sweep({ scenario: scenarioOf('duration: 1s'), seeds: { first: 1, last: 30 }, jobs: 2, simulators, keep_going: true })

it.each([
  ['ends by itself', 'if (seed % 10 === 0) { process.exit(9) }', 'A thread that simulates ended: it ended by itself.'],
  [
    'breaks',
    'if (seed % 10 === 0) { setImmediate(() => { throw new Error("no more memory") }); await ended }',
    'A thread that simulates ended: no more memory.'
  ],
  ['fails at one seed', 'if (seed % 10 === 0) { throw new Error("no such protocol") }', 'no such protocol']
])('goes on after a thread that %s, and counts its seed as failed', async (_, first, text) => {
  const { runs, failed, first_failure } = await sweepOf(poolWith(first))
  expect({ runs, failed }).toEqual({ runs: 30, failed: 3 })
  expect(first_failure).toMatchObject({ seed: 10, failures: [{ kind: 'void', text }] })
})

it('says so of other work than a seed, and takes more of it', async () => {
  const threads = poolWith('', 1)
  const scenario = scenarioOf('duration: 1s')
  await expect(threads.measure(scenario, { first: 1, last: 1 })).rejects.toThrow(
    'A thread that simulates ended: it ended by itself.'
  )
  expect(await threads.run(scenario, 4)).toMatchObject({ seed: 4, failures: [] })
})

it('leaves nobody waiting when it is closed', async () => {
  const threads = poolWith('for (;;);', 1)
  const scenario = scenarioOf('duration: 1s')
  const ended = [threads.run(scenario, 1), threads.run(scenario, 2)].map((run) => expect(run).rejects.toThrow('ended before'))
  await threads.close()
  await Promise.all(ended)
  await expect(threads.run(scenario, 3)).rejects.toThrow('ended before')
})
