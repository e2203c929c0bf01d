import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endOf, netsplit, startNetsplit } from './netsplit'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'arguments-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

function file(text: string): string {
  const path = join(folder, 'scenario.yaml')
  writeFileSync(path, text)
  return path
}

const HEAD = 'name: x\ntitle: X\n'

describe('a bad argument or file ends with exit code 2 and one clear message', () => {
  const cases: [what: string, words: () => string[], message: string | RegExp][] = [
    ['unknown command', () => ['fly'], 'Unknown command fly'],
    ['unknown option', () => ['run', 'raft-steady', '--sead', '4'], 'unknown option --sead; did you mean "seed"?'],
    ['no scenario', () => ['run'], /Missing required positional argument: SCENARIO/],
    ['one word too many', () => ['run', 'raft-steady', 'raft-wan'], 'unexpected argument raft-wan'],
    [
      'bad seed',
      () => ['run', 'raft-steady', '--seed', '-1'],
      '--seed: expected a whole number from 0 to 4294967295, but found -1'
    ],
    [
      'a pace for real processes',
      () => ['run', 'raft-steady', '--pace', '2'],
      '--pace: real processes take their own time; give --engine simulation to choose a pace'
    ],
    [
      'no such scenario',
      () => ['run', 'no-such-scenario'],
      'no-such-scenario: there is no such scenario file, and no scenario of that name'
    ],
    ['a folder for a scenario', () => ['run', folder], /: this is a folder; expected a scenario file$/],
    [
      'unknown engine',
      () => ['run', 'raft-steady', '--engine', 'steam'],
      '--engine: expected processes or simulation, but found steam'
    ],
    [
      'a typo in a scenario',
      () => ['run', file(`${HEAD}cluster:\n  protocl: raft\n`)],
      /scenario\.yaml:4:3: unknown field cluster\.protocl; did you mean "protocol"\?$/
    ],
    [
      'a wrong type',
      () => ['run', file(`${HEAD}seed: many\n`)],
      /scenario\.yaml:3:7: seed: expected a number, but found "many"$/
    ],
    [
      'a negative delay',
      () => ['run', file(`${HEAD}network:\n  default: { delay_ms: -3 }\n`)],
      /scenario\.yaml:4:24: network\.default\.delay_ms: expected a number of at least 0, but found -3$/
    ],
    [
      'a partition with a missing node',
      () => [
        'run',
        file(`${HEAD}timeline:\n  - at: 1s\n    action: { do: partition, partition: { shape: isolate, nodes: [n9] } }\n`)
      ],
      /scenario\.yaml:5:67: unknown node n9; expected one of n1, n2, n3, n4, n5, c1, c2, c3, leader, follower, any$/
    ],
    [
      'a chart that is not there',
      () => ['run', file(`${HEAD}charts: [terms, disks]\n`)],
      /scenario\.yaml:3:17: unknown chart disks; expected one of latency, throughput, /
    ],
    [
      'serving a scenario that is not there',
      () => ['serve', '--scenario', 'raft-stedy'],
      '--scenario: there is no scenario raft-stedy; did you mean "raft-steady"?'
    ],
    ['no such history', () => ['check', join(folder, 'none')], /none: there is no such file$/],
    [
      'a folder that is no recording',
      () => ['check', folder],
      /: this is no recording; scenario\.yaml and events\.jsonl\.gz are missing/
    ],
    ['a history that is none', () => ['check', file('{}\n')], /scenario\.yaml:1: \w+: /],
    ['a bad port', () => ['serve', '--port', '70000'], '--port: expected a whole number from 0 to 65535, but found 70000'],
    [
      'an out folder that is not empty',
      () => {
        writeFileSync(join(folder, 'precious.txt'), 'mine')
        return ['run', 'raft-steady', '--out', folder]
      },
      /: this folder is not empty; give a new or empty one, so that nothing is overwritten$/
    ],
    [
      'an out folder that is a file',
      () => ['run', 'raft-steady', '--out', file('')],
      /: this is a file; expected a folder for the recording$/
    ],
    [
      'an out folder below a file',
      () => ['run', 'raft-steady', '--out', join(file(''), 'out')],
      /: a part of this path is a file; expected a folder$/
    ]
  ]
  it.each(cases)('%s', async (_, words, message) => {
    const { code, stdout, stderr } = await netsplit(...words())
    if (typeof message === 'string') expect(stderr.trim()).toBe(message)
    else expect(stderr.trim()).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  // Root may write anywhere, except into a file system that is read-only by nature.
  it.skipIf(process.platform !== 'linux')('an out folder that cannot be written', async () => {
    const { code, stderr } = await netsplit('run', 'raft-steady', '--out', '/proc/netsplit')
    expect(stderr).toMatch(/^\/proc\/netsplit: .+\n$/)
    expect(code).toBe(2)
  })

  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const { code, stderr } = await netsplit('serve', '--port', String(port))
    server.close()
    expect(stderr).toMatch(new RegExp(`^[^\n]*${port}[^\n]*\n$`))
    expect(code).toBe(2)
  })

  it('says it as one JSON object with --json', async () => {
    const { code, stdout, stderr } = await netsplit('run', 'no-such-scenario', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', text: expect.stringContaining('no-such-scenario') })
    expect(stderr).toBe('')
    expect(code).toBe(2)
  })
})

describe('netsplit list', () => {
  it('prints one JSON object a line, and every shipped scenario is fine', async () => {
    const { code, stdout } = await netsplit('list', '--json')
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; id?: string; error?: string | null })
    expect(lines.filter(({ type }) => type === 'protocol').length).toBeGreaterThan(0)
    const scenarios = lines.filter(({ type }) => type === 'scenario')
    expect(scenarios.map(({ id }) => id)).toContain('raft-steady')
    expect(scenarios.filter(({ error }) => error !== null)).toEqual([])
    expect(code).toBe(0)
  })
})

describe('help', () => {
  it('names the commands and the engines', async () => {
    const all = await netsplit('--help')
    expect(all.stdout).toMatch(/run/)
    expect(all.stdout).toMatch(/serve/)
    const run = await netsplit('run', '--help')
    expect(run.stdout).toMatch(/--seed/)
    expect(run.stdout).toMatch(/processes or simulation/)
    expect(run.code).toBe(0)
  })
})

describe('netsplit run', () => {
  const short = `${HEAD}duration: 2s\ncluster: { nodes: 3 }\nworkload: { clients: 1 }\n`

  it('exits 0 when everything holds, and leaves recording, result and report', async () => {
    const out = join(folder, 'out')
    const { code, stdout, stderr } = await netsplit('run', file(short), '--out', out, '--json')
    expect(stderr).toBe('')
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string })
    expect(lines.at(-1)).toMatchObject({ type: 'result', passed: true })
    for (const name of ['scenario.yaml', 'events.jsonl.gz', 'history.jsonl', 'result.json', 'report.html', 'csv', 'svg', 'png']) {
      expect(existsSync(join(out, name)), name).toBe(true)
    }
    expect(code).toBe(0)
  })

  it('ends quietly, without a verdict, when nobody reads any more', async () => {
    const child = startNetsplit(['run', 'raft-steady', '--json'])
    child.stdout!.once('data', () => child.stdout!.destroy())
    const { code, stderr } = await endOf(child)
    expect(stderr).toBe('')
    expect(code).toBe(141)
  })

  it('killed in the middle leaves a recording that can be judged as far as it goes', async () => {
    const out = join(folder, 'out')
    const child = startNetsplit(['run', 'raft-steady', '--out', out])
    child.stdout!.resume()
    await expect.poll(() => sizeOf(join(out, 'events.jsonl.gz')), { timeout: 30_000 }).toBeGreaterThan(20_000)
    child.kill('SIGKILL')
    const { code, stdout } = await netsplit('check', out)
    expect(stdout).toMatch(/^! The recording ends before the run did, at event \d+ at /m)
    expect(stdout).toMatch(/^Linearizable\. [^0]/m)
    expect(code).toBe(0)
  })

  it('exits 1 when an expectation fails, and says what was seen instead', async () => {
    const wrong = `${short}expectations:\n  - { expect: metric, metric: nodes.crashed, at_least: 1 }\n`
    const { code, stdout } = await netsplit('run', file(wrong))
    expect(stdout).toContain('✗ nodes.crashed is at least 1 (0)')
    expect(code).toBe(1)
  })

  it('exits 1 when the timeline names somebody who is not there in time', async () => {
    const lonely = `${HEAD}duration: 6s\ncluster: { nodes: 1 }\nworkload: { clients: 0 }\ntimeline: [{ at: 1s, action: { do: crash, node: follower } }]\n`
    const { code, stdout } = await netsplit('run', file(lonely))
    expect(stdout).toContain('no node is up beside the leader')
    expect(code).toBe(1)
  })
})
