import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab } from '../../../src-main/lab/computer'
import { readRecordingFolder } from '../../../src-main/lab/recording/recording-folder'
import { executeCommand } from '../../../src-main/server/commands'
import { createComputerContext } from '../../../src-main/server/computer-context'
import type { ComputerContext } from '../../../src-main/server/computer-context'
import type { LabEvent } from '../../../src-shared/events'
import { labCommandSchema } from '../../../src-shared/lab-api'
import type { LabCommandInput } from '../../../src-shared/lab-api'

const YAML = `
name: short
title: A short run
duration: 2s
cluster: { nodes: 3 }
workload: { clients: 1 }
timeline: [{ at: 1s, action: { do: crash, node: leader }, for: 500ms }]
`

let folder: string
let context: ComputerContext
let events: LabEvent[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsplit-simulation-'))
  context = createComputerContext(createLab(), folder)
  context.lab.onState(({ phase }) => phase === 'starting' && (events = []))
  context.lab.onEvents((batch) => events.push(...batch))
})
afterEach(async () => {
  await context.lab.close()
  rmSync(folder, { recursive: true })
})

async function ask(command: LabCommandInput) {
  const answer = await executeCommand(context, labCommandSchema.parse(command))
  if (!answer.ok) throw new Error(answer.error)
  return answer
}

/** Runs to its end and answers the folder of its recording. */
async function recorded(command: LabCommandInput): Promise<string> {
  await ask(command)
  return (await context.lab.finished())!.recording!
}

const exported = () => ask({ command: 'export', formats: ['html'] })
const reportAt = (path: string) => readFileSync(join(folder, path), 'utf8')

const run: LabCommandInput = { command: 'run', yaml: YAML, engine: 'simulation', pace: 0 }
const lines = (some: readonly LabEvent[]) => some.map((event) => JSON.stringify(event))

describe('a simulated run in the lab', () => {
  it('has the same stream as its recording, says what it is, and is judged', async () => {
    const { events: kept } = await readRecordingFolder(await recorded(run))
    expect(lines(kept)).toEqual(lines(events))
    const { state } = context.lab
    expect(state).toMatchObject({
      phase: 'finished',
      engine: 'simulation',
      simulation: { pace: 0, paused: false, forked_from: null }
    })
    expect(state.simulation!.steps).toBeGreaterThan(100)
    expect(state.result).toMatchObject({ passed: true, engine: 'simulation' })
    const { judgements } = await ask({ command: 'judge', models: ['linearizable'] })
    expect(judgements).toMatchObject([{ model: 'linearizable', verdict: 'holds' }])
  })

  it('is held still, stepped and reached into from a page, and its intervention is in the stream', async () => {
    await ask({ ...run, pace: 1 })
    await ask({ command: 'pause' })
    await ask({ command: 'step', until: 'role' })
    const { length } = events
    await ask({ command: 'act', action: { do: 'pause', node: 'n1' } })
    expect(events.slice(length, length + 2)).toMatchObject([
      { kind: 'intervention', intervention: { do: 'act', action: { do: 'pause', node: 'n1' } } },
      { kind: 'fault-started', fault: 1, by: 'person' }
    ])
    await ask({ command: 'undo', fault: 1 })
    await expect(ask({ command: 'intervene', intervention: { do: 'skip', entry: 0 } })).resolves.toEqual({ ok: true })
    await ask({ command: 'pace', pace: 0 })
    await ask({ command: 'resume' })
    const { result } = (await context.lab.finished())!
    expect(result.faults.map(({ label }) => label)).toEqual(['Pause n1'])
  })
})

describe('a fork', () => {
  it('of a recording repeats it byte for byte up to the event, and differs after the change', async () => {
    const first = await recorded(run)
    const before = [...events]
    const at_seq = before.filter(({ t }) => t < 900_000).length
    const recording = context.recordings.idOf(first)!
    const change = { do: 'skip', entry: 0 } as const
    const second = await recorded({ command: 'fork', recording, at_seq, change, pace: 0 })
    expect(second).not.toBe(first)
    expect(lines(events.slice(0, at_seq))).toEqual(lines(before.slice(0, at_seq)))
    expect(events.some(({ kind }) => kind === 'node-exited')).toBe(false)
    const at_us = before[at_seq - 1]!.t
    expect(context.lab.state.simulation!.forked_from).toEqual({ recording, run: null, at_seq, at_us })
    const { recordings } = await ask({ command: 'recordings' })
    expect(recordings).toMatchObject([{ forked_from: { recording, at_seq, at_us } }, { id: recording, forked_from: null }])
    // The run in the lab can still be exported.
    const current = context.recordings.idOf(second)!
    await expect(ask({ command: 'delete-recording', recording: current })).rejects.toThrow(
      'start another run before you delete it'
    )
    await ask({ command: 'delete-recording', recording })
    expect(await ask({ command: 'recordings' })).toMatchObject({ recordings: [{ id: current }], deleted: [{ id: recording }] })
    await ask({ command: 'restore-recording', recording })

    await recorded({ command: 'fork', recording: context.recordings.idOf(second)!, at_seq: at_seq + 1, pace: 0 })
    expect(events.some(({ kind }) => kind === 'node-exited')).toBe(false)
  })

  it('of the current run repeats what was done to it by hand', async () => {
    await ask({ ...run, pace: 1 })
    await ask({ command: 'pause' })
    await ask({ command: 'intervene', intervention: { do: 'reseed', seed: 9 } })
    await ask({ command: 'pace', pace: 0 })
    await ask({ command: 'resume' })
    await context.lab.finished()
    const before = [...events]
    const { run: number, recording } = context.lab.state
    await recorded({ command: 'fork', at_seq: before.length - 1, pace: 0 })
    expect(lines(events)).toEqual(lines(before))
    const original = context.recordings.idOf(recording!)
    expect(context.lab.state.simulation!.forked_from).toMatchObject({ run: number, recording: original })
  })

  it('is compared with its original in its report', async () => {
    await recorded(run)
    expect(reportAt((await exported()).files![0]!.path)).not.toContain('<h2 id="section-figures-side-by-side')
    await recorded({ command: 'fork', at_seq: 100, change: { do: 'skip', entry: 0 }, pace: 0 })
    expect(reportAt((await exported()).files![0]!.path)).toContain('<h2 id="section-figures-side-by-side')
  })

  it('of the current run is refused beyond what has happened in it', async () => {
    await recorded(run)
    const { seq } = events.at(-1)!
    const refusal = `this run has come to event ${seq}: it branches off there at the latest`
    await expect(ask({ command: 'fork', at_seq: seq + 1, pace: 0 })).rejects.toThrow(refusal)
  })

  it('of real processes is refused in one sentence', async () => {
    await ask({ command: 'run', yaml: YAML.replace('duration: 2s', ''), engine: 'processes' })
    await ask({ command: 'stop' })
    await expect(ask({ command: 'fork', at_seq: 5 })).rejects.toThrow(/real processes cannot be forked/)
    const recording = context.recordings.idOf(context.lab.state.recording!)!
    await expect(ask({ command: 'fork', recording, at_seq: 5 })).rejects.toThrow(/real processes cannot be forked/)
    await expect(ask({ command: 'pause' })).rejects.toThrow('no cluster is running')
  })
})
