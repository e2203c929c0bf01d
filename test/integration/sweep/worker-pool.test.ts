import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WorkerPool } from '../../../src-main/sweep/worker-pool'
import { sweep } from '../../../src-main/sweep/sweep'
import { scenarioOf } from '../../unit/sweep/support'

let folder: string
let pool: WorkerPool

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'netsplit-crew-'))))
afterEach(async () => {
  await pool.close()
  rmSync(folder, { recursive: true })
})

/** A crew whose threads pass every seed, but for what this code does first. */
function crewOf(first: string, threads = 2): WorkerPool {
  const program = join(folder, 'thread.js')
  const passed = "{ kind: 'ran', outcome: { seed: job.seed, failures: [], simulated_us: 0, steps: 0 } }"
  const code = `const { parentPort } = require('node:worker_threads')
parentPort.on('message', (job) => { ${first}; parentPort.postMessage(${passed}) })`
  writeFileSync(program, code)
  return (pool = new WorkerPool(threads, program))
}

const sweepOf = (simulators: WorkerPool) =>
  sweep({ scenario: scenarioOf('duration: 1s'), seeds: { first: 1, last: 30 }, jobs: 2, simulators, keep_going: true })

it.each([
  ['ends by itself', 'if (job.seed % 10 === 0) process.exit(9)', 'A thread that simulates ended: it ended by itself.'],
  ['breaks', 'if (job.seed % 10 === 0) throw new Error("no more memory")', 'A thread that simulates ended: no more memory.']
])('replaces a thread that %s, and counts its seed as failed', async (_, first, text) => {
  const { runs, failed, first_failure } = await sweepOf(crewOf(first))
  expect({ runs, failed }).toEqual({ runs: 30, failed: 3 })
  expect(first_failure).toMatchObject({ seed: 10, failures: [{ kind: 'void', text }] })
})

it('says so of other work than a seed, and takes more of it', async () => {
  const threads = crewOf("if (job.kind === 'measure') process.exit(9)", 1)
  const scenario = scenarioOf('duration: 1s')
  await expect(threads.measure(scenario, { first: 1, last: 1 })).rejects.toThrow(
    'A thread that simulates ended: it ended by itself.'
  )
  expect(await threads.run(scenario, 4)).toMatchObject({ seed: 4, failures: [] })
})

it('leaves nobody waiting when it is closed', async () => {
  const threads = crewOf('for (;;);', 1)
  const scenario = scenarioOf('duration: 1s')
  const ended = [threads.run(scenario, 1), threads.run(scenario, 2)].map((run) => expect(run).rejects.toThrow('ended before'))
  await threads.close()
  await Promise.all(ended)
  await expect(threads.run(scenario, 3)).rejects.toThrow('ended before')
})
