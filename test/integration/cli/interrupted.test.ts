import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endOf, lineOf, startNetsplit } from './netsplit'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'interrupted-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function scenarioFile(fields: string): string {
  const path = join(folder, 'x.yaml')
  writeFileSync(path, `name: x\ntitle: X\nduration: 20s\ncluster: { nodes: 3 }\nworkload: { clients: 2 }\n${fields}`)
  return path
}

const LATE = 'expectations: [{ expect: stall, during: [12s, 13s] }]\n'

describe('netsplit run that a signal ends before its time', () => {
  it.each([
    ['simulation', 'SIGINT', ['--engine', 'simulation', '--pace', '1']],
    ['processes', 'SIGTERM', []]
  ] as const)('has not passed, says what it cannot tell and exits 130: %s, %s', async (_, signal, words) => {
    const out = join(folder, 'out')
    const running = startNetsplit(['run', scenarioFile(LATE), '--json', '--out', out, ...words])
    await lineOf(running, (line) => line.includes('"kind":"role"') && line.includes('"role":"leader"'))
    const ended = endOf(running)
    running.kill(signal)
    const { code } = await ended
    expect(code).toBe(130)
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as object
    expect(result).toMatchObject({ passed: false, unfinished: true, expectations: [{ met: false, undecided: true }] })
  })
})

describe('a sweep', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends while it shrinks, at %s, and keeps what failed', async (signal) => {
    const out = join(folder, 'out')
    const chaos =
      'chaos: { faults: { crash: 1, partition: 1 } }\nexpectations: [{ expect: metric, metric: operations.ok, at_least: 1e9 }]\n'
    const sweeping = startNetsplit(['sweep', scenarioFile(chaos), '--seeds', '1..2', '--jobs', '1', '--json', '--out', out])
    await lineOf(sweeping, (line) => line.includes('"failure"'))
    const ended = endOf(sweeping)
    const begun_ms = performance.now()
    sweeping.kill(signal)
    const { code, stdout, stderr } = await ended
    expect(performance.now() - begun_ms, 'shrinking would take minutes').toBeLessThan(20_000)
    expect(stderr).toBe('')
    expect(stdout).toContain('"type":"sweep"')
    expect(code).toBe(1)
    expect(readdirSync(out)).toEqual(['failing-1.yaml'])
  })

  it('that has found nothing yet exits 130', async () => {
    const sweeping = startNetsplit(['sweep', scenarioFile(''), '--seeds', '1..100000', '--jobs', '1'])
    await lineOf(sweeping, (line) => line.includes('seeds 1 to'))
    const ended = endOf(sweeping)
    sweeping.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 130, stderr: '' })
  })
})

it.each([
  ['explore', ['explore', 'raft', '--seeds', '1..100'], (working) => lineOf(working, (line) => line.includes('No fault'))],
  [
    'compare',
    ['compare', 'same-partition'],
    (_, out) => expect.poll(() => existsSync(out) && readdirSync(out)[0], { timeout: 20_000 }).toBeTruthy()
  ]
] as [string, string[], (working: ChildProcess, out: string) => Promise<unknown>][])(
  'netsplit %s ends with one sentence and exit code 130',
  async (_, words, isUnderWay) => {
    const out = join(folder, 'out')
    const working = startNetsplit([...words, '--out', out])
    const ended = endOf(working)
    await isUnderWay(working, out)
    working.kill('SIGINT')
    const { code, stderr } = await ended
    expect(stderr).toMatch(/^Ended before its time[^\n]*\n$/)
    expect(code).toBe(130)
  }
)
