import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecordingFolder } from '../../src-main/lab/recording/recording-folder'
import { RECORDING_FILES } from '../../src-main/lab/recording/recording-files'
import { shippedComparisons } from '../../src-main/lab/scenario-files/comparisons'
import type { ExpectationResult } from '../../src-shared/result'
import { netsplit } from '../integration/cli/netsplit'

/** Two short runs whose claims can be chosen. */
const comparison = (lost: number) => `name: pair
title: A pair
nodes: 3
workload: { clients: 2, mix: { get: 1, put: 1 } }
duration: 2s
runs:
  - title: One
    cluster: { protocol: raft }
    expectations: [{ expect: metric, metric: writes.lost, equals: ${lost} }]
  - title: Other
    cluster: { protocol: multi-leader }
`

interface Printed {
  readonly passed: boolean
  readonly same_faults: boolean
  readonly page: string | null
  readonly runs: readonly { recording: string; title: string; passed: boolean; expectations: readonly ExpectationResult[] }[]
}

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'netsplit-test-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Short ones of three kinds: of protocols, of settings, of changes to the members. `npm run scenarios` has all. */
const SHORT = ['change-of-members', 'paxos-duel', 'two-regions-count']
const names = shippedComparisons().map(({ id }) => id)
const chosen = process.env.NETSPLIT_ALL_SCENARIOS ? names : SHORT

describe('netsplit compare', () => {
  it.each(chosen)('finds every claim of %s true in simulation, and keeps its recordings', async (name) => {
    const out = join(folder, name)
    const { code, stdout, stderr } = await netsplit('compare', name, '--out', out, '--json')
    expect(stderr).toBe('')
    const printed = JSON.parse(stdout) as Printed
    const unmet = printed.runs.flatMap(({ title, expectations }) =>
      expectations.filter(({ met }) => !met).map((one) => ({ title, ...one }))
    )
    expect(unmet).toEqual([])
    expect(code).toBe(0)
    expect(printed).toMatchObject({ passed: true, same_faults: true })
    expect(existsSync(join(out, 'comparison.html'))).toBe(true)
    for (const { recording, expectations } of printed.runs) {
      expect(expectations.length).toBeGreaterThan(2)
      expect(existsSync(join(recording, RECORDING_FILES.result))).toBe(true)
    }
  })

  it('leaves the recording that a run by itself leaves, event for event', async () => {
    const file = join(folder, 'pair.yaml')
    writeFileSync(file, comparison(0))
    const [compared, alone] = [join(folder, 'compared'), join(folder, 'alone')]
    expect((await netsplit('compare', file, '--seed', '5', '--out', compared)).code).toBe(0)
    const scenario = join(compared, 'pair-a', RECORDING_FILES.scenario)
    expect((await netsplit('run', scenario, '--out', alone)).code).toBe(0)
    const [one, other] = [await readRecordingFolder(join(compared, 'pair-a')), await readRecordingFolder(alone)]
    expect(one.events.length).toBeGreaterThan(100)
    expect(one.events).toEqual(other.events)
    expect(one.result!.metrics).toEqual(other.result!.metrics)
  })

  it('exits 1 when a claim fails, and says which', async () => {
    const file = join(folder, 'failing.yaml')
    writeFileSync(file, comparison(7))
    const { code, stdout } = await netsplit('compare', file)
    expect(code).toBe(1)
    expect(stdout).toContain('✗ writes.lost is exactly 7 (0)')
  })

  it('exits 2 with the place of a mistake, and for what is no comparison', async () => {
    const file = join(folder, 'mistaken.yaml')
    writeFileSync(file, comparison(0).replace('protocol: raft', 'protocol: rafft'))
    expect(await netsplit('compare', file)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/mistaken\.yaml:8:\d+: .*rafft.*raft/)
    })
    const unknown = await netsplit('compare', 'no-such-comparison')
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('no comparison of that name') })
    expect((await netsplit('compare', folder)).code).toBe(2)
  })

  it('is told of by list', async () => {
    const { stdout } = await netsplit('list')
    for (const name of names) expect(stdout).toContain(name)
  })
})
