import { gzipSync } from 'node:zlib'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { version } from '../../../package.json'
import { RecordingError } from '../../../src-main/lab/recording/recording-error'
import { Recordings } from '../../../src-main/server/recordings'
import type { LabEvent } from '../../../src-shared/events'
import type { OpenedRecording } from '../../../src-shared/lab-api'
import type { RunResult } from '../../../src-shared/result'

const SCENARIO = 'name: raft-steady\ntitle: Steady\ncluster: { nodes: 3 }\n'
const RESULT = {
  ...{ format: 1, version, scenario: 'raft-steady', title: 'Steady', engine: 'processes', seed: 7 },
  ...{ started_at: '2026-01-01T00:00:00.000Z', duration_ms: 5000, passed: true, metrics: {}, operations: {} },
  ...{ checks: [], expectations: [], faults: [], notices: ['Messages were sampled.'] }
} as unknown as RunResult
const UNLABELLED = { name: '', notes: '', forked_from: null }
const LISTED = {
  ...{
    scenario: 'raft-steady',
    title: 'Steady',
    engine: 'processes',
    seed: 7,
    duration_ms: 5000,
    passed: true,
    ended_early: false
  },
  ...UNLABELLED
}

let folder: string
let recordings: Recordings

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsplit-recordings-'))
  recordings = new Recordings(join(folder, 'recordings'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 12, minute))

function newFolder(minute: number): string {
  const place = recordings.newFolder(at(minute))
  if (!('out' in place)) throw new Error(place.warning)
  return place.out
}

function record(minute: number, result = JSON.stringify(RESULT)): string {
  const path = newFolder(minute)
  writeFileSync(join(path, 'result.json'), result)
  return path
}

const ran: LabEvent[] = [
  {
    ...{ kind: 'run-started', t: 0, seq: 1, version, scenario: 'raft-steady', protocol: 'raft', engine: 'simulation', seed: 9 },
    ...{ nodes: ['a', 'b'], clients: ['c1'], started_at: null, switches: [] }
  },
  { kind: 'node-paused', node: 'a', t: 1_500_000, seq: 2 }
]
function recordCutShort(minute: number, events = ran): string {
  const path = newFolder(minute)
  writeFileSync(join(path, 'scenario.yaml'), SCENARIO)
  writeFileSync(join(path, 'events.jsonl.gz'), gzipSync(events.map((event) => `${JSON.stringify(event)}\n`).join('')))
  return path
}

it('lists recordings, newest first, with those that were cut short, but not the one being written', async () => {
  expect(await recordings.list()).toEqual([])
  const first = record(1)
  const second = recordCutShort(2)
  newFolder(3)
  const running = recordCutShort(4)
  expect(await recordings.list([running])).toEqual([
    {
      ...{ id: basename(second), started_at: '2026-01-01T12:02:00.000Z', scenario: 'raft-steady', title: 'Steady' },
      ...{ engine: 'simulation', seed: 9, duration_ms: 1500, passed: null, ended_early: false },
      ...UNLABELLED
    },
    { id: basename(first), started_at: '2026-01-01T12:01:00.000Z', ...LISTED }
  ])
})

it('opens a recording', async () => {
  const path = recordCutShort(1, [...ran, { kind: 'run-ended', reason: 'finished', t: 2_000_000, seq: 3 }])
  writeFileSync(join(path, 'result.json'), JSON.stringify(RESULT))
  const id = basename(path)
  expect(await recordings.open(id)).toMatchObject({
    ...{ id, scenario: { title: 'Steady' }, scenario_text: SCENARIO, version, engine: 'simulation', seed: 9 },
    ...{ nodes: ['a', 'b'], clients: ['c1'], result: RESULT, notices: ['Messages were sampled.'] },
    events_path: `/recordings/${id}/events`,
    outline_path: null
  })
})

it('opens what is left of a damaged one, and says what is wrong', async () => {
  const path = recordCutShort(1)
  const opened = (): Promise<OpenedRecording> => recordings.open(basename(path))
  expect(await opened()).toMatchObject({ result: null, notices: ['There is no result: result.json is missing.'] })

  writeFileSync(join(path, 'scenario.yaml'), `${SCENARIO}moons: 3\n`)
  const bare = { name: 'raft-steady', title: 'raft-steady', engine: 'simulation', seed: 9, cluster: { nodes: ['a', 'b'] } }
  const strange = await opened()
  expect(strange).toMatchObject({ scenario: bare, scenario_text: `${SCENARIO}moons: 3\n` })
  expect(strange.notices[1]).toMatch(
    /^This version does not understand the scenario \(scenario\.yaml:4:1: .*moons.*\): the run can be/
  )

  rmSync(join(path, 'scenario.yaml'))
  expect(await opened()).toMatchObject({ scenario: bare, scenario_text: '', nodes: ['a', 'b'] })
  writeFileSync(join(path, 'events.jsonl.gz'), 'nothing of ours')
  await expect(opened()).rejects.toThrow(RecordingError)
})

it('opens nothing by a name that is no recording of its own', async () => {
  record(1)
  writeFileSync(join(folder, 'scenario.yaml'), SCENARIO)
  for (const id of ['', '.', '..', '../recordings', '2026-01-01T12-09-00-000', `${basename(newFolder(2))}/../..`]) {
    expect(recordings.folderOf(id)).toBeNull()
    await expect(recordings.open(id)).rejects.toThrow(`there is no recording named ${id}`)
  }
})

it('keeps the last twenty, and touches nothing else in its folder', async () => {
  const first = record(0)
  writeFileSync(join(folder, 'recordings', 'notes.txt'), 'mine')
  for (let minute = 1; minute <= 20; minute += 1) record(minute)
  expect(existsSync(first)).toBe(false)
  expect(readdirSync(join(folder, 'recordings'))).toHaveLength(21)
  expect(await recordings.list()).toHaveLength(20)
})

it('keeps what somebody wrote about a recording beside it, and what it branched off', async () => {
  const path = record(1)
  const id = basename(path)
  const forked_from = { recording: '2026-01-01T12-00-00-000', at_seq: 7, at_us: 2_000_000 }
  recordings.markFork(id, forked_from)
  recordings.label(id, { name: 'Split brain', notes: 'See the second term.' })
  recordings.label(id, { name: 'Split', notes: '' })
  expect(await new Recordings(join(folder, 'recordings')).list()).toMatchObject([{ id, name: 'Split', notes: '', forked_from }])
  expect(() => recordings.label('2026-01-01T12-09-00-000', { name: 'x', notes: '' })).toThrow('there is no recording named')
})

it('takes a label that is damaged, or too long to be one, for none', async () => {
  const path = record(1)
  for (const text of ['{"name":', '{"name":7}', JSON.stringify({ ...UNLABELLED, notes: 'x'.repeat(100_000) })]) {
    writeFileSync(join(path, 'label.json'), text)
    expect(await recordings.list()).toMatchObject([UNLABELLED])
  }
})

it('gives up no recording that has a name', async () => {
  const named = record(0)
  const other = record(1)
  recordings.label(basename(named), { name: 'Mine', notes: '' })
  for (let minute = 2; minute <= 21; minute += 1) record(minute)
  expect([existsSync(named), existsSync(other)]).toEqual([true, false])
  expect(await recordings.list()).toHaveLength(21)
})

it('moves a deleted recording aside, from where it can be had back until the lab ends', async () => {
  const path = record(1)
  const id = basename(path)
  recordings.delete(id)
  expect([await recordings.list(), recordings.folderOf(id)]).toEqual([[], null])
  expect(await recordings.listDeleted()).toMatchObject([{ id, title: 'Steady' }])
  recordings.restore(id)
  expect(await recordings.list()).toMatchObject([{ id, title: 'Steady' }])
  expect(await recordings.listDeleted()).toEqual([])
  recordings.delete(id)
  recordings.purgeDeleted()
  expect(() => recordings.restore(id)).toThrow('cannot be had back')
  expect(readdirSync(join(folder, 'recordings', '.deleted'))).toEqual([])
})

it('has the last ten deleted recordings back', async () => {
  const ids = Array.from({ length: 11 }, (_, minute) => basename(record(minute)))
  for (const id of ids) recordings.delete(id)
  expect((await recordings.listDeleted()).map(({ id }) => id)).toEqual(ids.slice(1).reverse())
  expect(() => recordings.delete('../recordings')).toThrow('there is no recording named')
})

it('knows its own recordings by their folder', () => {
  const path = record(1)
  expect(recordings.idOf(path)).toBe(basename(path))
  expect(recordings.idOf(join(folder, 'elsewhere', basename(path)))).toBeNull()
})

it('says so where no folder can be made', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(new Recordings(join(folder, 'file')).newFolder()).toEqual({
    warning: expect.stringMatching(/^Recordings cannot be kept in .*file \(a part of this path is a file.*\): this one lasts/)
  })
})
