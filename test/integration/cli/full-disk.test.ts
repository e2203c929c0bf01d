import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRecordingFolder } from '../../../src-main/lab/recording/recording-folder'
import { RECORDING_FILES } from '../../../src-main/lab/recording/recording-files'
import { endOf, netsplit, startNetsplit } from './netsplit'

const SCENARIO = 'name: x\ntitle: X\nduration: 5s\ncluster: { nodes: 3 }\nworkload: { clients: 2, think_time: 0 }\n'

let folder: string
let disk: string
let scenario: string

/** A small disk of its own at `disk`; false where this user may not mount one. */
function mountDisk(options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0
}

function fillDisk(): void {
  const { bavail, bsize } = statfsSync(disk)
  try {
    writeFileSync(join(disk, 'filling'), Buffer.alloc(bavail * bsize))
  } catch (error) {
    // A run that writes meanwhile takes a part of it.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

function makeFolders(): void {
  folder = mkdtempSync(join(tmpdir(), 'full-disk-'))
  disk = mkdtempSync(join(folder, 'disk-'))
  scenario = join(folder, 'x.yaml')
  writeFileSync(scenario, SCENARIO)
}

function removeFolders(): void {
  spawnSync('umount', [disk])
  rmSync(folder, { recursive: true, force: true })
}

function mayMount(): boolean {
  if (process.platform !== 'linux') return false
  makeFolders()
  const may = mountDisk('size=64k')
  removeFolders()
  return may
}

const may_mount = mayMount()
if (!may_mount) console.warn('Full and read-only disks are not tested: that takes Linux and the right to mount (root).')

describe.skipIf(!may_mount)('a disk that takes nothing more', () => {
  beforeEach(makeFolders)
  afterEach(removeFolders)

  it('ends a recording, with exit code 2, and keeps what was recorded before', async () => {
    mountDisk('size=1m')
    const out = join(disk, 'out')
    const lab = startNetsplit(['run', scenario, '--out', out])
    const ended = endOf(lab)
    const recorded_bytes = () => statSync(join(out, RECORDING_FILES.events), { throwIfNoEntry: false })?.size ?? 0
    await expect.poll(recorded_bytes, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0)
    fillDisk()
    const { code, stdout, stderr } = await ended
    expect(stderr).toBe(`Recording to ${out} stopped: the disk is full. What was recorded before is kept.\n`)
    expect(stdout, 'the run itself goes on to its end').toMatch(
      / operations: .*The run passed, but not all .* could be written\.$/ms
    )
    expect(stdout).not.toMatch(/^Passed\.$/m)
    expect(code).toBe(2)
    const recording = await readRecordingFolder(out)
    expect(recording.scenario).toBe(SCENARIO)
    expect(recording.events.length).toBeGreaterThan(0)
    expect(recording.notices).toContainEqual(expect.stringMatching(/^The recording ends before the run did, at event /))
  })

  it('ends a sweep that cannot keep what fails, with one sentence', async () => {
    const impossible = 'expectations: [{ expect: metric, metric: operations.ok, at_least: 1e9 }]'
    writeFileSync(scenario, `name: x\ntitle: X\nduration: 1s\ncluster: { nodes: 3 }\n${impossible}\n`)
    mountDisk('size=64k')
    const out = join(disk, 'out')
    mkdirSync(out)
    fillDisk()
    const { code, stderr } = await netsplit('sweep', scenario, '--seeds', '1..1', '--out', out)
    expect(stderr).toBe(`${join(out, 'failing-1.yaml')} could not be written: the disk is full.\n`)
    expect(code).toBe(2)
  })

  it('ends a comparison, with one sentence', async () => {
    mountDisk('size=64k')
    const out = join(disk, 'out')
    mkdirSync(out)
    fillDisk()
    const comparison = join(folder, 'pair.yaml')
    const runs = '[{ title: One, cluster: { protocol: raft } }, { title: Other, cluster: { protocol: quorum } }]'
    writeFileSync(
      comparison,
      `name: pair\ntitle: A pair\nnodes: 3\nworkload: { mix: { get: 1, put: 1 } }\nduration: 1s\nruns: ${runs}\n`
    )
    const { code, stdout, stderr } = await netsplit('compare', comparison, '--out', out)
    expect(stderr).toMatch(/^[^\n]*disk is full[^\n]*\n$/)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('is no place to record to when it is read-only', async () => {
    mountDisk('size=64k,ro')
    const { code, stdout, stderr } = await netsplit('run', scenario, '--out', join(disk, 'out'))
    expect(stderr).toBe(`${join(disk, 'out')}: this disk is read-only\n`)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('lets no cluster start on it when it is full, and says which log cannot be written', async () => {
    mountDisk('size=1m')
    fillDisk()
    const { code, stdout } = await endOf(startNetsplit(['run', scenario], { TMPDIR: disk }))
    expect(stdout).toMatch(/^Failed: The disk is full: the log in .* cannot be written; free some space and restart the node\.$/m)
    expect(stdout).not.toMatch(/^ +at /m)
    expect(code).toBe(2)
    expect(readdirSync(disk)).toEqual(['filling'])
  })

  it('lets no cluster start on it when it is read-only', async () => {
    mountDisk('size=1m,ro')
    const { code, stdout } = await endOf(startNetsplit(['run', scenario], { TMPDIR: disk }))
    expect(stdout).toContain(`Failed: no temporary folder can be made in ${disk}: this disk is read-only\n`)
    expect(code).toBe(2)
  })
})

it.skipIf(process.platform !== 'linux')('an output that takes nothing more ends the command with one sentence', async () => {
  const full = openSync('/dev/full', 'w')
  const listing = startNetsplit(['list'], {}, full)
  closeSync(full)
  expect(await endOf(listing)).toEqual({ code: 2, stdout: '', stderr: 'The output could not be written: the disk is full.\n' })
})
