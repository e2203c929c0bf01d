import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { allListeningSockets, childrenOf, isAlive, listeningSockets, programOf } from '../lab/processes'
import { lineOf, startNetsplit } from './netsplit'

/** The promise: after this time nothing of a lab is left, however it ended. */
const GONE_WITHIN_MS = 2000

let temp: string
beforeEach(() => (temp = mkdtempSync(join(tmpdir(), 'leave-nothing-'))))
afterEach(() => rmSync(temp, { recursive: true, force: true }))

/** A lab in full swing, and what it consists of. */
async function startLab(...words: string[]) {
  const lab = startNetsplit(words, { TMPDIR: temp })
  await lineOf(lab, (line) => line.includes('"role":"leader"'))
  lab.stdout!.resume()
  const pids = childrenOf(lab.pid!)
  const sockets = listeningSockets(pids)
  expect(pids.map(programOf).sort()).toEqual(['client.js', 'fabric.js', ...Array(5).fill('node.js'), 'reaper.js'].sort())
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
    timeout: GONE_WITHIN_MS,
    interval: 20
  })
}

describe.skipIf(process.platform !== 'linux')('within two seconds nothing of a lab is left', () => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const

  it.each(signals)('when it ends by %s', async (signal) => {
    const { lab, pids, sockets } = await startLab('run', 'raft-steady', '--json')
    lab.kill(signal)
    await expectNothingLeft(pids, sockets)
  })

  it.each(signals)('when it ends by %s while its processes are stopped by SIGSTOP', async (signal) => {
    const { lab, pids, sockets } = await startLab('run', 'raft-steady', '--json')
    for (const pid of pids) if (programOf(pid) !== 'reaper.js') process.kill(pid, 'SIGSTOP')
    lab.kill(signal)
    await expectNothingLeft(pids, sockets)
  })

  it('when it is interrupted twice', async () => {
    const { lab, pids, sockets } = await startLab('run', 'raft-steady', '--json')
    lab.kill('SIGINT')
    lab.kill('SIGINT')
    await expectNothingLeft(pids, sockets)
  })
})
