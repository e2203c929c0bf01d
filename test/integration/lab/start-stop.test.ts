import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { constants, getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLab } from '../../../src-main/lab/computer'
import type { Lab } from '../../../src-main/lab/lab'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { childrenOf, programOf } from './processes'

const STARTS = 9
/** The first runs fill caches; growth is measured from here on. */
const WARM_UP = 4
/** A run that leaked its stream, folds or history would leave far more behind. */
const HEAP_PER_RUN_BYTES_MAX = 150_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const scenario = scenarioSchema.parse({
  name: 'x',
  title: 'X',
  cluster: { nodes: 3 },
  workload: { clients: 2, think_time: 0 }
})

let temp: string
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'start-stop-'))
  vi.stubEnv('TMPDIR', temp)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temp, { recursive: true, force: true })
})

/** Resolves when the cluster of the lab's present run has a leader. */
function leaderOf(lab: Lab): Promise<void> {
  return new Promise((resolve) => {
    const stop = lab.onEvents((events) => {
      if (!events.some((event) => event.kind === 'role' && event.role === 'leader')) return
      stop()
      resolve()
    })
  })
}

function openFiles(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0
}

let lab: Lab
beforeEach(() => (lab = createLab()))
afterEach(() => lab.close())

describe('nine starts and stops in a row', () => {
  it('leak neither memory nor handles, and leave no process and no folder', async () => {
    const heap_bytes: number[] = []
    const handles: number[] = []
    const files: number[] = []
    for (let i = 0; i < STARTS; i++) {
      const led = leaderOf(lab)
      await lab.run({ scenario, text: '' })
      await led
      await lab.stop()
      collectGarbage()
      heap_bytes.push(process.memoryUsage().heapUsed)
      handles.push(process.getActiveResourcesInfo().length)
      files.push(openFiles())
    }
    console.log('heap after each run, MB:', heap_bytes.map((bytes) => (bytes / 1e6).toFixed(1)).join(' '))
    // The checker's thread of the last run may still be going down.
    const first = (counts: number[]) => Math.min(...counts.slice(0, WARM_UP))
    await expect.poll(() => process.getActiveResourcesInfo().length, { timeout: 5000 }).toBeLessThanOrEqual(first(handles))
    await expect.poll(openFiles, { timeout: 5000 }).toBeLessThanOrEqual(first(files))
    const growth_per_run = (Math.min(...heap_bytes.slice(-3)) - heap_bytes[WARM_UP]!) / (STARTS - WARM_UP)
    expect(growth_per_run).toBeLessThan(HEAP_PER_RUN_BYTES_MAX)

    await lab.close()
    expect(readdirSync(temp)).toEqual([])
    if (process.platform === 'linux') expect(childrenOf(process.pid)).toEqual([])
  }, 180_000)
})

describe('a lab', () => {
  it('runs one scenario at a time: a new one ends the old one first', async () => {
    const phases: string[] = []
    lab.onState(({ run, phase }) => phases.push(`${run} ${phase}`))
    const first = lab.run({ scenario, text: '' })
    const second = lab.run({ scenario, text: '' })
    await Promise.all([first, second])
    expect(phases).toEqual([
      '1 starting',
      '1 starting',
      '1 running',
      '1 stopping',
      '1 checking',
      '1 finished',
      '2 starting',
      '2 starting',
      '2 running'
    ])
    await lab.close()
    expect(lab.state.phase).toBe('idle')
    expect(readdirSync(temp)).toEqual([])
  })

  it('can be closed while it starts', async () => {
    // It may fail while the lab still closes: somebody must listen by then.
    const started = lab.run({ scenario, text: '' }).catch(() => {})
    await lab.close()
    await started
    expect(readdirSync(temp)).toEqual([])
    if (process.platform === 'linux') expect(childrenOf(process.pid)).toEqual([])
  })

  it('says what is missing when its programs are not built, and can be used again', async () => {
    vi.stubEnv('NETSPLIT_ENTRIES', temp)
    await expect(lab.run({ scenario, text: '' })).rejects.toThrow(/is missing: run `npm run build`/)
    expect(lab.state).toMatchObject({ phase: 'failed', error: expect.stringContaining('npm run build') })
    await lab.close()
  })
})

it.runIf(process.platform === 'linux')('the nodes, and no other process, run at the priority that is asked for', async () => {
  const { PRIORITY_LOW } = constants.priority
  await lab.close()
  lab = createLab({ node_priority: PRIORITY_LOW })
  const led = leaderOf(lab)
  await lab.run({ scenario, text: '' })
  await led
  const priorities = childrenOf(process.pid).map((pid) => [programOf(pid), getPriority(pid)])
  const [own, node] = [getPriority(), ['node.js', PRIORITY_LOW]]
  expect(priorities.sort()).toEqual([['client.js', own], ['fabric.js', own], node, node, node, ['reaper.js', own]])
})
