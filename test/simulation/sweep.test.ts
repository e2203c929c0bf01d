import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endOf, lineOf, netsplit, startNetsplit } from '../integration/cli/netsplit'

const CHAOS = 'resources/scenarios/consensus/raft-chaos.yaml'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sweep-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('netsplit sweep', () => {
  it('finds nothing wrong with Raft in five runs under random faults', async () => {
    const { code, stdout } = await netsplit('sweep', CHAOS, '--seeds', '1..5', '--json')
    expect(linesOf(stdout)).toMatchObject([{ type: 'sweep', scenario: 'raft-chaos', seeds: [1, 5], runs: 5, failed: 0 }])
    expect(code).toBe(0)
  }, 300_000)

  it('ends with the first failing seed, and writes that run and a small one that reproduce the failure', async () => {
    const out = join(folder, 'out')
    const { code, stdout } = await netsplit('sweep', CHAOS, '--switch', 'vote-twice', '--seeds', '1..20', '--out', out, '--json')
    const [failure, shrunk, summary] = linesOf(stdout)
    const seed = failure!.seed as number
    expect(failure).toMatchObject({ type: 'failure', kind: 'violated', file: join(out, `failing-${seed}.yaml`) })
    expect(shrunk).toMatchObject({ type: 'shrunk', seed, check: failure!.check, file: join(out, `shrunk-${seed}.yaml`) })
    expect(summary).toMatchObject({ type: 'sweep', runs: seed, failed: 1, first_failing_seed: seed })
    expect(code).toBe(1)

    for (const file of [failure!.file, shrunk!.file] as string[]) {
      const run = await netsplit('run', file, '--engine', 'simulation', '--json')
      const violated = linesOf(run.stdout).flatMap((line) => (line.kind === 'violation' ? [line.invariant] : []))
      expect(violated).toContain(failure!.check)
      expect(run.code).toBe(1)
    }
    expect(readFileSync(shrunk!.file as string, 'utf8').length).toBeLessThan(readFileSync(failure!.file as string, 'utf8').length)
  })

  it('prints the small scenario for people who named no folder', async () => {
    const { code, stdout } = await netsplit('sweep', CHAOS, '--switch', 'vote-twice', '--seeds', '1..20')
    expect(stdout).toMatch(/^Seed \d+ fails one-vote at \d+\.\d{3} s: /m)
    expect(stdout).toMatch(/^Seed \d+ shrunk in \d+ simulations to \d nodes?, \d clients?, \d+ faults?, [\d.]+ s:$/m)
    expect(stdout).toMatch(/^ {4}cluster:$/m)
    expect(stdout).toMatch(/1 failed\.\n$/)
    expect(code).toBe(1)
  })

  const mistakes: [what: string, words: string[], message: string][] = [
    [
      'seeds that are none',
      ['sweep', CHAOS, '--seeds', 'many'],
      '--seeds: expected a whole number from 0 to 4294967295, but found many'
    ],
    [
      'seeds the wrong way round',
      ['sweep', CHAOS, '--seeds', '9..1'],
      '--seeds: expected A..B with A not above B, but found 9..1'
    ],
    ['no thread', ['sweep', CHAOS, '--jobs', '0'], '--jobs: expected a whole number from 1 to 256, but found 0'],
    ['an unknown switch', ['sweep', CHAOS, '--switch', 'vote-twise'], 'unknown switch vote-twise; did you mean "vote-twice"?'],
    [
      'a run without an end',
      ['sweep', 'raft-steady'],
      'raft-steady: a sweep needs runs with an end; give the scenario a duration'
    ],
    ['an unknown protocol', ['switches', 'rafd'], 'unknown protocol rafd; did you mean "raft"?'],
    ['a switch of no protocol', ['switches', '--switch', 'vote-twise'], 'unknown switch vote-twise; did you mean "vote-twice"?']
  ]
  it.each(mistakes)('refuses %s with exit code 2 and one clear message', async (_, words, text) => {
    const { code, stdout } = await netsplit(...words, '--json')
    expect(linesOf(stdout)).toEqual([{ type: 'error', text }])
    expect(code).toBe(2)
  })
})

describe('netsplit switches', () => {
  it('says of no bug that nothing catches it when the hunt is called off', async () => {
    const hunting = startNetsplit(['switches', 'raft', '--switch', 'snapshot-off-by-one', '--jobs', '1'])
    await lineOf(hunting, (line) => line.startsWith('switch '))
    const ended = endOf(hunting)
    hunting.kill('SIGINT')
    const { code, stdout, stderr } = await ended
    expect(stdout + stderr).not.toContain('NOT CAUGHT')
    expect(code).toBe(130)
  })

  it('catches one switch, and says by which check and in which scenario', async () => {
    const { code, stdout } = await netsplit(
      'switches',
      'raft',
      '--switch',
      'ignore-higher-term',
      '--out',
      join(folder, 'out'),
      '--json'
    )
    const [row] = linesOf(stdout)
    expect(row).toMatchObject({ type: 'switch', protocol: 'raft', switch: 'ignore-higher-term', breaks: 'safety', caught: true })
    const run = await netsplit('run', row!.scenario as string, '--engine', 'simulation', '--json')
    expect(run.code).toBe(1)
    expect(code).toBe(0)
  })
})
