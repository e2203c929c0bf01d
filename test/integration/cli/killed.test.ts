import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readRecordingFolder } from '../../../src-main/lab/recording/recording-folder'
import type { LabEvent } from '../../../src-shared/events'
import { ENGINES } from '../../../src-shared/engine'
import { startNetsplit } from './netsplit'

/** Something to tell ten times in a second of the run. */
const SCENARIO = `
name: killed
title: A run that is killed
cluster: { nodes: 3 }
workload: { clients: 1 }
duration: 1000m
timeline:
  - { at: 100ms, every: 100ms, times: 10000, action: { do: clock, node: n1, offset_ms: 1 } }
`
/** How long it runs after its first event, and how much of that a recording may lack: a second, and some for a busy machine. */
const RUNS_MS = 3500
const MISSING_MS_MAX = 2000

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'killed-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.each(ENGINES)(
  'a run on %s that is killed leaves a recording up to its last second of wall time',
  { timeout: 30_000 },
  async (engine) => {
    const scenario = join(folder, 'killed.yaml')
    const out = join(folder, 'out')
    writeFileSync(scenario, SCENARIO)
    const lab = startNetsplit(['run', scenario, '--engine', engine, '--json', '--out', out])
    const gone = new Promise((done) => lab.once('close', done))

    const told: { readonly seq: number; readonly at_ms: number }[] = []
    for await (const line of createInterface({ input: lab.stdout! })) {
      const { type, seq } = JSON.parse(line) as { readonly type: string } & LabEvent
      if (type === 'event') told.push({ seq, at_ms: performance.now() })
      if (told.length > 0 && performance.now() - told[0]!.at_ms > RUNS_MS) lab.kill('SIGKILL')
    }
    await gone
    expect(lab.signalCode).toBe('SIGKILL')

    const { events, result, notices, has_gaps } = await readRecordingFolder(out)
    expect(events[0]!.kind).toBe('run-started')
    expect({ result, has_gaps }).toEqual({ result: null, has_gaps: false })
    expect(notices).toContainEqual(expect.stringMatching(/^The recording ends before the run did, at event \d+ at /))
    const old = told.filter(({ at_ms }) => at_ms < told[0]!.at_ms + RUNS_MS - MISSING_MS_MAX)
    expect(old.length).toBeGreaterThan(5)
    expect(events.at(-1)!.seq).toBeGreaterThanOrEqual(old.at(-1)!.seq)
  }
)
