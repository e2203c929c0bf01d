import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab } from '../../../src-main/lab/computer'
import { executeCommand } from '../../../src-main/server/commands'
import { createComputerContext } from '../../../src-main/server/computer-context'
import type { ComputerContext } from '../../../src-main/server/computer-context'
import { Recordings } from '../../../src-main/server/recordings'
import type { LabEvent } from '../../../src-shared/events'
import { EXPORT_FORMATS, labCommandSchema } from '../../../src-shared/lab-api'
import type { LabCommandInput } from '../../../src-shared/lab-api'

const SHORT_RUN = `
name: short
title: A short run
cluster: { nodes: 3 }
workload: { clients: 1 }
`

let folder: string
let context: ComputerContext

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsplit-commands-'))
  context = createComputerContext(createLab(), folder)
})
afterEach(async () => {
  await context.lab.close()
  rmSync(folder, { recursive: true })
})

describe('a page that asks for what cannot be had is told why', () => {
  it('a scenario that is not shipped, by name or by path', async () => {
    for (const scenario of ['no-such-thing', '../package', '/etc/passwd', join(folder, 'mine.yaml')]) {
      await expect(executeCommand(context, { command: 'run', scenario })).rejects.toThrow(
        `there is no scenario named ${scenario}`
      )
      await expect(executeCommand(context, { command: 'scenario-text', scenario })).rejects.toThrow('there is no scenario named')
    }
    await expect(executeCommand(context, { command: 'run' })).rejects.toThrow('a run needs a scenario')
  })

  it('a scenario text with a mistake, by line and column', async () => {
    const yaml = SHORT_RUN.replace('nodes', 'nods')
    await expect(executeCommand(context, { command: 'run', yaml })).rejects.toThrow(/:4:\d+.*nods/)
  })

  it('an action, an undo, a load or an export while nothing runs', async () => {
    await expect(executeCommand(context, { command: 'act', action: { do: 'heal' } })).rejects.toThrow('no cluster is running')
    await expect(executeCommand(context, { command: 'undo', fault: 1 })).rejects.toThrow('no cluster is running')
    await expect(executeCommand(context, { command: 'export', formats: ['csv'] })).rejects.toThrow('no run')
    expect(await executeCommand(context, { command: 'stop' })).toEqual({ ok: true })
    expect(readdirSync(folder)).toEqual([])
  })
})

it('a run whose recording cannot be kept goes on, and begins by saying so', async () => {
  const { lab } = context
  writeFileSync(join(folder, 'file'), '')
  const first: LabEvent[] = []
  const told = new Promise<void>((resolve) => {
    lab.onEvents((events) => {
      first.push(...events)
      if (first.length > 1) resolve()
    })
  })
  const nowhere = { ...context, lab, recordings: new Recordings(join(folder, 'file')) }
  expect(await executeCommand(nowhere, { command: 'run', yaml: SHORT_RUN })).toEqual({ ok: true })
  await told
  expect(first[0]!.kind).toBe('run-started')
  const notice = first.find(({ kind }) => kind === 'notice')
  expect(notice).toMatchObject({ level: 'warning', text: expect.stringContaining('this one lasts until the next run') })
  expect(lab.state.phase).toBe('running')
})

it('a run from a page is recorded, exported beside its recording, listed, and opened again whole', async () => {
  const { lab } = context
  const committed = new Promise<void>((resolve) => {
    lab.onEvents((events) => {
      if (events.some(({ kind }) => kind === 'ok')) resolve()
    })
  })
  expect(await executeCommand(context, { command: 'run', yaml: SHORT_RUN })).toEqual({ ok: true })
  await committed
  await executeCommand(context, { command: 'stop' })

  const answer = await executeCommand(context, { command: 'export', formats: [...EXPORT_FORMATS] })
  if (!answer.ok) throw new Error(answer.error)
  const files = readdirSync(lab.state.recording!)
  expect(files).toEqual(
    expect.arrayContaining(['report.html', 'result.json', 'history.jsonl', 'history.edn', 'shiviz.log', 'csv'])
  )
  const { recordings } = (await executeCommand(context, { command: 'recordings' })) as Extract<typeof answer, { ok: true }>
  expect(recordings).toMatchObject([{ scenario: 'short', title: 'A short run' }])
  const folder_path = `/recordings/${recordings![0]!.id}/`
  expect(answer.files).toEqual([{ name: 'Open the folder', path: folder_path }])
  expect(await executeCommand(context, { command: 'export', formats: ['html'] })).toMatchObject({
    files: [{ name: 'report.html', path: `${folder_path}report.html` }]
  })

  const opened = await executeCommand(context, { command: 'open-recording', recording: recordings![0]!.id })
  expect(opened).toMatchObject({
    recording: { scenario_text: SHORT_RUN, nodes: ['n1', 'n2', 'n3'], clients: ['c1'], result: lab.state.result }
  })
  // What it says of a machine that was busy meanwhile is no fault of the recording.
  const { notices } = (opened as Extract<typeof opened, { ok: true }>).recording!
  expect(notices.filter((notice) => !notice.startsWith('The machine was busy'))).toEqual([])
})

describe('lessons', () => {
  it('are listed in the order of the chapter, and opened with the scenarios that they name', async () => {
    const listed = await executeCommand(context, { command: 'lessons' })
    expect(listed).toMatchObject({
      lessons: expect.arrayContaining([expect.objectContaining({ id: 'who-leads-next', section: 'consensus', minutes: 12 })])
    })
    const opened = await executeCommand(context, { command: 'lesson', lesson: 'who-leads-next' })
    expect(opened).toMatchObject({
      lesson: {
        lesson: { id: 'who-leads-next', steps: expect.any(Array) },
        scenarios: { 'textbook-election': expect.stringContaining('name: textbook-election') }
      }
    })
  })

  it('are named, never a file', async () => {
    for (const lesson of ['no-such-thing', '../lessons/consensus/who-leads-next', '/etc/passwd'])
      await expect(executeCommand(context, { command: 'lesson', lesson })).rejects.toThrow(`there is no lesson named ${lesson}`)
  })

  it('begin a run that holds still until it is told to go on', async () => {
    const { lab } = context
    const command = { command: 'run', yaml: SHORT_RUN, engine: 'simulation', pace: 0, held: true } as const
    expect(await executeCommand(context, command)).toEqual({ ok: true })
    expect(lab.state).toMatchObject({ phase: 'running', simulation: { paused: true, steps: 0 } })
    const moved = new Promise<void>((resolve) => lab.onEvents((events) => events.some(({ t }) => t > 1e6) && resolve()))
    await executeCommand(context, { command: 'resume' })
    await moved
  })
})

it('what was done to a run by hand is saved as a scenario, which runs by its name; so is what a recording shows', async () => {
  const { lab } = context
  const ask = async (command: LabCommandInput) => {
    const answer = await executeCommand(context, labCommandSchema.parse(command))
    if (!answer.ok) throw new Error(answer.error)
    return answer
  }
  await expect(ask({ command: 'run-as-scenario' })).rejects.toThrow('there is no run')
  await ask({ command: 'run', yaml: SHORT_RUN, seed: 7, engine: 'simulation', held: true })
  await ask({ command: 'act', action: { do: 'crash', node: 'n1' } })
  const { text, left_out } = await ask({ command: 'run-as-scenario' })
  expect(left_out).toEqual([])
  expect(text).toContain('do: crash, node: n1')
  const { own_scenarios } = await ask({ command: 'save-own-scenario', scenario: 'mine', title: 'Mine', text: text! })
  expect(own_scenarios).toMatchObject({
    scenarios: [{ id: 'mine', title: 'Mine' }],
    deleted: [],
    folder: join(folder, 'scenarios')
  })
  expect(await ask({ command: 'scenario-text', scenario: 'mine' })).toMatchObject({
    text: expect.stringContaining('title: Mine')
  })

  const recording = context.recordings.idOf(lab.state.recording!)!
  await ask({ command: 'run', scenario: 'mine', held: true })
  expect(lab.state).toMatchObject({
    scenario_id: 'mine',
    seed: 7,
    engine: 'simulation',
    scenario: { timeline: [{ action: { node: 'n1' } }] }
  })
  expect((await ask({ command: 'run-as-scenario', recording })).text).toBe(text)

  await ask({ command: 'rename-own-scenario', scenario: 'mine', name: 'yours', title: 'Yours' })
  expect((await ask({ command: 'delete-own-scenario', scenario: 'yours' })).own_scenarios).toMatchObject({
    scenarios: [],
    deleted: [{ id: 'yours' }]
  })
  expect((await ask({ command: 'restore-own-scenario', scenario: 'yours' })).own_scenarios).toMatchObject({
    scenarios: [{ id: 'yours', title: 'Yours' }]
  })
})
