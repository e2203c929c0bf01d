import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { allListeningSockets, childrenOf, isAlive, listeningSockets, programOf } from '../lab/processes'
import { lineOf, startNetsplit } from './netsplit'

/** Two seconds are promised; a machine that runs other tests too may take longer. */
const EXIT_DEADLINE_MS = 10_000

let temp: string
beforeEach(() => (temp = mkdtempSync(join(tmpdir(), 'leave-nothing-'))))
afterEach(() => rmSync(temp, { recursive: true, force: true }))

const PROGRAMS = ['client.js', 'fabric.js', 'node.js', 'node.js', 'node.js', 'node.js', 'node.js', 'reaper.js']

/** A lab in full swing, and what it consists of. */
async function startLab() {
  const lab = startNetsplit(['run', 'raft-steady', '--json'], { TMPDIR: temp })
  await lineOf(lab, (line) => line.includes('"role":"leader"'))
  lab.stdout!.resume()
  const pids = childrenOf(lab.pid!)
  const sockets = listeningSockets(pids)
  expect(pids.map(programOf).sort()).toEqual(PROGRAMS)
  expect(sockets.length).toBeGreaterThan(5)
  expect(readdirSync(temp).length).toBeGreaterThan(0)
  return { lab, pids, sockets }
}

async function expectNothingLeft(pids: readonly number[], sockets: readonly string[]) {
  const left = () => ({
    pids: pids.filter(isAlive),
    sockets: sockets.filter((inode) => allListeningSockets().has(inode)),
    folders: readdirSync(temp)
  })
  await vi.waitFor(() => expect(left()).toEqual({ pids: [], sockets: [], folders: [] }), {
    timeout: EXIT_DEADLINE_MS,
    interval: 20
  })
}

describe.skipIf(process.platform !== 'linux')('however a lab ends, nothing of it is left', () => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const
  /** One that can be caught and the one that cannot. */
  const two_signals = ['SIGINT', 'SIGKILL'] as const

  it.each(signals)('when it ends by %s', async (signal) => {
    const { lab, pids, sockets } = await startLab()
    lab.kill(signal)
    await expectNothingLeft(pids, sockets)
  })

  it.each(two_signals)('when it ends by %s while its processes are stopped by SIGSTOP', async (signal) => {
    const { lab, pids, sockets } = await startLab()
    for (const pid of pids) if (programOf(pid) !== 'reaper.js') process.kill(pid, 'SIGSTOP')
    lab.kill(signal)
    await expectNothingLeft(pids, sockets)
  })

  it('when it is interrupted twice', async () => {
    const { lab, pids, sockets } = await startLab()
    lab.kill('SIGINT')
    lab.kill('SIGINT')
    await expectNothingLeft(pids, sockets)
  })

  it('when it is killed after its reaper was, while its processes are stopped', async () => {
    const { lab, pids, sockets } = await startLab()
    const reapers = () => childrenOf(lab.pid!).filter((pid) => isAlive(pid) && programOf(pid) === 'reaper.js')
    const [first] = reapers()
    process.kill(first!, 'SIGKILL')
    const replaced = () => reapers().some((pid) => pid !== first)
    await expect.poll(replaced, { timeout: 10_000, interval: 20 }).toBe(true)
    const all = childrenOf(lab.pid!)
    for (const pid of all) if (programOf(pid) !== 'reaper.js') process.kill(pid, 'SIGSTOP')
    lab.kill('SIGKILL')
    await expectNothingLeft([...new Set([...pids, ...all])], sockets)
  })

  it.each(two_signals)('when it serves a page and ends by %s', async (signal) => {
    const data = mkdtempSync(join(tmpdir(), 'leave-recordings-'))
    const lab = startNetsplit(['serve'], { TMPDIR: temp, XDG_DATA_HOME: data })
    await expect.poll(() => childrenOf(lab.pid!).map(programOf).sort(), { timeout: 20_000 }).toEqual(PROGRAMS)
    const pids = childrenOf(lab.pid!)
    const sockets = listeningSockets([lab.pid!, ...pids])
    lab.kill(signal)
    await expectNothingLeft([lab.pid!, ...pids], sockets)
    rmSync(data, { recursive: true })
  })
})
