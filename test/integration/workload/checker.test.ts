import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeHistory } from '../../../src-main/checkers/judge'
import { DEFAULT_BOUNDS } from '../../../src-main/checkers/linearizability/budget'
import type { JudgeOptions } from '../../../src-main/checkers/judge'
import { Judging } from '../../../src-main/server/judging'
import { formatHistory } from '../../../src-main/workload/history'
import type { RecordedOperation } from '../../../src-main/workload/history'
import { CONSISTENCY_MODELS } from '../../../src-shared/consistency'
import type { Judgement } from '../../../src-shared/consistency'
import { entryPath } from '../../../src-node/runtime/entries'

const put = (value: string, invoked_us: number, completed_us: number): RecordedOperation => ({
  client: `c${value}`,
  op: 1,
  operation: { f: 'put', key: 'k1', value },
  invoked_us,
  completed_us,
  outcome: 'ok',
  result: {}
})
const get = (value: string, invoked_us: number, completed_us: number): RecordedOperation => ({
  ...put(value, invoked_us, completed_us),
  client: `r${value}`,
  operation: { f: 'get', key: 'k1' },
  result: { value }
})

const GOOD = [put('1', 0, 5), put('2', 1, 6), get('1', 7, 8)]
const BAD = [...GOOD, get('2', 9, 10)]
/** Twenty puts at once and two reads that contradict each other: every order must be tried. */
const INTRACTABLE = [...Array.from({ length: 22 }, (_, i) => put(`${i}`, i, 100 + i)), get('1', 200, 201), get('2', 202, 203)]
/** What came in first leaves last. */
const QUEUE = ['enqueue 1', 'enqueue 2', 'dequeue 2', 'dequeue 1']
  .map((line) => line.split(' '))
  .map(([f, value]) => `{:process 0 :type :invoke :f :${f} :value ${value}}{:process 0 :type :ok :f :${f} :value ${value}}\n`)
  .join('')
const BOUNDS = { time_ms: 60_000, configurations: 1_000_000_000 }

/** Ten clients on one key, always at once: who wrote what is read cannot be told apart. */
function busyHistory(operations: number): RecordedOperation[] {
  return Array.from({ length: operations }, (_, i): RecordedOperation => {
    const turn = Math.floor(i / 10)
    const value = 'abc'[turn % 3]!
    const is_put = i % 10 < 5
    return {
      client: `c${i % 10}`,
      op: turn + 1,
      operation: is_put ? { f: 'put', key: 'k', value } : { f: 'get', key: 'k' },
      invoked_us: turn * 100 + (i % 10),
      completed_us: turn * 100 + 150 - (i % 10) - 60,
      outcome: 'ok',
      result: is_put ? {} : { value }
    }
  })
}

const judge = async (history: readonly RecordedOperation[], options: JudgeOptions = {}) =>
  (await judgeHistory(history, ['linearizable'], { bounds: BOUNDS, ...options }))[0]!

describe('judgeHistory', () => {
  it('judges in a thread of its own and tells how far it is', async () => {
    const progress: unknown[] = []
    const { verdict } = await judge(GOOD, { onProgress: (model, { keys_done }) => progress.push([model, keys_done]) })
    expect(verdict).toBe('holds')
    expect(progress).toEqual([['linearizable', 1]])
    expect(await judge(BAD, { type: 'register' })).toMatchObject({ verdict: 'violated' })
  })

  it('answers for each model, in the order asked', async () => {
    const judgements = await judgeHistory(BAD, ['sequential', 'linearizable', 'pram'])
    expect(judgements.map(({ model }) => model)).toEqual(['sequential', 'linearizable', 'pram'])
    expect(judgements[1]!.verdict).toBe('violated')
  })

  it('ends as undecided when its time is over', async () => {
    expect(await judge(INTRACTABLE, { bounds: { ...BOUNDS, time_ms: 50 } })).toMatchObject({
      verdict: 'undecided',
      text: expect.stringContaining('time is up')
    })
  })

  it('ends each model within its time, also on fifty thousand operations that write three values', async () => {
    const bounds = { ...DEFAULT_BOUNDS, time_ms: 100 }
    const begun_ms = performance.now()
    const models = ['sequential', 'causal', 'linearizable'] as const
    const judgements = await judgeHistory(busyHistory(50_000), models, { bounds })
    expect(judgements.map(({ model }) => model)).toEqual(models)
    for (const { verdict, text } of judgements) if (verdict === 'undecided') expect(text).toContain('time is up')
    expect(performance.now() - begun_ms, 'they would take minutes').toBeLessThan(30_000)
  })

  it('can be cancelled', async () => {
    const abort = new AbortController()
    const checking = judge(INTRACTABLE, { signal: abort.signal })
    abort.abort(new Error('never mind'))
    await expect(checking).rejects.toThrow('never mind')
    await expect(judge(GOOD, { signal: abort.signal })).rejects.toThrow('never mind')
  })
})

describe('Judging for pages', () => {
  it('leaves undecided what somebody cancels, and judges the next', async () => {
    const judging = new Judging()
    const cancelled = judging.judge(INTRACTABLE, ['linearizable', 'sequential'])
    judging.cancel()
    for (const { verdict, text } of await cancelled)
      expect([verdict, text]).toEqual(['undecided', 'Not decided: judging was cancelled.'])
    expect((await judging.judge(GOOD, ['linearizable']))[0]!.verdict).toBe('holds')
  })
})

/** `netsplit check …` in that folder. */
function check(cwd: string, words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) =>
    execFile(process.execPath, [resolve(entryPath('cli')), 'check', ...words], { cwd }, (error, out, err) =>
      done({ code: error ? (error.code as number) : 0, out, err })
    )
  )
}

describe('netsplit check', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'netsplit-check-'))
    writeFileSync(join(folder, 'good.jsonl'), formatHistory(GOOD))
    writeFileSync(join(folder, 'bad.jsonl'), formatHistory(BAD))
    writeFileSync(join(folder, 'hopeless.jsonl'), formatHistory(INTRACTABLE))
    writeFileSync(join(folder, 'queue.edn'), QUEUE)
    writeFileSync(join(folder, 'torn.jsonl'), formatHistory(GOOD).slice(0, -20))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const netsplit = (...words: string[]) => check(folder, words)

  it('exits 0 for a history that holds, 1 for one that does not, with the operation that shows it', async () => {
    expect(await netsplit('good.jsonl')).toMatchObject({ code: 0, out: expect.stringMatching(/^Linearizable\./), err: '' })
    const bad = await netsplit('bad.jsonl')
    expect(bad).toMatchObject({ code: 1, out: expect.stringMatching(/^Not linearizable\. Key k1/) })
    expect(bad.out).toMatch(/^ {2}> r2 #1 get k1 → "2"/m)
  })

  it('exits 3 when it cannot tell in time', async () => {
    expect(await netsplit('hopeless.jsonl', '--time', '1')).toMatchObject({ code: 3 })
  })

  it('ends at once with Ctrl+C while it judges', async () => {
    const words = [resolve(entryPath('cli')), 'check', 'hopeless.jsonl', '--time', '600']
    const checking = spawn(process.execPath, words, { cwd: folder, env: { ...process.env, NODE_DEBUG: 'worker' } })
    const ended = once(checking, 'exit')
    // Node tells of the thread that judges.
    for await (const text of checking.stderr.setEncoding('utf8')) if (String(text).includes('created Worker')) break
    checking.kill('SIGINT')
    expect(await ended).toEqual([null, 'SIGINT'])
  })

  it('prints one JSON object with --json', async () => {
    const { out } = await netsplit('bad.jsonl', '--json')
    expect(JSON.parse(out)).toMatchObject({ type: 'check', model: 'linearizable', data_type: 'kv', verdict: 'violated' })
  })

  it('exits 2 with file and line for a file that it cannot read', async () => {
    expect(await netsplit('torn.jsonl')).toMatchObject({ code: 2, err: expect.stringMatching(/^torn\.jsonl:3: not JSON/) })
    expect(await netsplit('good.jsonl', '--format', 'jepsen-log')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^good\.jsonl:1: /)
    })
    expect(await netsplit('missing.jsonl')).toMatchObject({ code: 2, err: expect.stringContaining('missing.jsonl') })
  })

  it('takes data types, consistency models, and all of these at once', async () => {
    expect(await netsplit('bad.jsonl', '--model', 'linearizable')).toMatchObject({ code: 1 })
    expect(await netsplit('bad.jsonl', '--model', 'sequential')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Sequential: holds\./)
    })
    const all = await netsplit('bad.jsonl', '--model', 'all')
    expect(all.code).toBe(1)
    expect(all.out.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^Linearizable +violated +Key k1/),
      expect.stringMatching(/^Sequential +holds +/)
    ])
    const { out } = await netsplit('bad.jsonl', '--model', 'all', '--json')
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Judgement)
    expect(rows.map(({ model }) => model)).toEqual(CONSISTENCY_MODELS)
  })

  it('reads a queue as Jepsen writes it, and says which operations break it', async () => {
    const { code, out } = await netsplit('queue.edn', '--format', 'jepsen-edn', '--model', 'queue', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      data_type: 'queue',
      counterexample: { operations: [{ op: 1 }, { op: 2 }, { op: 3 }], first_unexplained: { client: '0', op: 3 } }
    })
  })

  it('exits 2 for operations that the data type does not have', async () => {
    expect(await netsplit('good.jsonl', '--model', 'queue')).toMatchObject({
      code: 2,
      err: expect.stringContaining('good.jsonl: c1 #1 is a put; the model queue knows only enqueue, dequeue')
    })
  })

  it('exits 2 for a model or format that does not exist', async () => {
    expect(await netsplit('good.jsonl', '--model', 'stack')).toMatchObject({
      code: 2,
      err: expect.stringContaining('cas-register')
    })
    expect(await netsplit('good.jsonl', '--format', 'xml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('porcupine-kv')
    })
  })
})

const FOLDER = resolve('../shared/histories')
const present = existsSync(join(FOLDER, 'verdicts.tsv'))

describe.skipIf(!present)('netsplit check of recorded histories (../shared/histories)', () => {
  /** A sample: every row goes through the same code in the unit tests, and each command takes its time to start. */
  const rows = present ? readFileSync(join(FOLDER, 'verdicts.tsv'), 'utf8').trim().split('\n').slice(1) : []
  const sample = rows.filter((row, i) => i % 10 === 0 || row.startsWith('porcupine-kv/')).map((row) => row.split('\t'))

  it.each(sample)('%s is %s', async (file, verdict, _operations, _open, first_bad_line) => {
    const words = file!.startsWith('jepsen-etcd/') ? ['cas-register', 'jepsen-log'] : ['kv', 'porcupine-kv']
    const { code, out } = await check(FOLDER, [file!, '--model', words[0]!, '--format', words[1]!, '--json'])
    expect(code).toBe(verdict === 'linearizable' ? 0 : 1)
    if (first_bad_line !== '-') expect(JSON.parse(out)).toMatchObject({ first_bad_line: Number(first_bad_line) })
  })
})
