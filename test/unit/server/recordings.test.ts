import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Recordings } from '../../../src-main/server/recordings'

const RESULT = {
  scenario: 'raft-steady',
  title: 'Steady',
  started_at: '2026-01-01T00:00:00.000Z',
  duration_ms: 5000,
  passed: true
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

it('lists finished recordings, newest first', async () => {
  expect(await recordings.list()).toEqual([])
  const first = record(1)
  const second = record(2)
  newFolder(3)
  record(4, '{ "cut short')
  expect(await recordings.list()).toEqual([
    { id: basename(second), ...RESULT },
    { id: basename(first), ...RESULT }
  ])
})

it('keeps the last twenty, and touches nothing else in its folder', async () => {
  const first = record(0)
  writeFileSync(join(folder, 'recordings', 'notes.txt'), 'mine')
  for (let minute = 1; minute <= 20; minute += 1) record(minute)
  expect(existsSync(first)).toBe(false)
  expect(readdirSync(join(folder, 'recordings'))).toHaveLength(21)
  expect(await recordings.list()).toHaveLength(20)
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
