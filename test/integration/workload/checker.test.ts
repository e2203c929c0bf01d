import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeHistory } from '../../../src-main/checkers/judge'
import type { JudgeOptions } from '../../../src-main/checkers/judge'
import { formatHistory } from '../../../src-main/workload/history'
import type { RecordedOperation } from '../../../src-main/workload/history'
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
  operation: { f: 'get', key: 'k1' },
  result: { value }
})

const GOOD = [put('1', 0, 5), put('2', 1, 6), get('1', 7, 8)]
const BAD = [...GOOD, get('2', 9, 10)]
/** Twenty puts at once and two reads that contradict each other: every order must be tried. */
const HOPELESS = [...Array.from({ length: 22 }, (_, i) => put(`${i}`, i, 100 + i)), get('1', 200, 201), get('2', 202, 203)]
const BOUNDS = { time_ms: 60_000, configurations: 1_000_000_000 }

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
    expect(await judge(HOPELESS, { bounds: { ...BOUNDS, time_ms: 50 } })).toMatchObject({
      verdict: 'undecided',
      text: expect.stringContaining('time is up')
    })
  })

  it('can be cancelled', async () => {
    const abort = new AbortController()
    const checking = judge(HOPELESS, { signal: abort.signal })
    abort.abort(new Error('never mind'))
    await expect(checking).rejects.toThrow('never mind')
    await expect(judge(GOOD, { signal: abort.signal })).rejects.toThrow('never mind')
  })
})

describe('netsplit check', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'netsplit-check-'))
    writeFileSync(join(folder, 'good.jsonl'), formatHistory(GOOD))
    writeFileSync(join(folder, 'bad.jsonl'), formatHistory(BAD))
    writeFileSync(join(folder, 'hopeless.jsonl'), formatHistory(HOPELESS))
    writeFileSync(join(folder, 'torn.jsonl'), formatHistory(GOOD).slice(0, -20))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function netsplit(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) =>
      execFile(process.execPath, [entryPath('cli'), 'check', ...words], { cwd: folder }, (error, out, err) =>
        resolve({ code: error ? (error.code as number) : 0, out, err })
      )
    )
  }

  it('exits 0 for a history that holds, 1 for one that does not, with the operation that shows it', async () => {
    expect(await netsplit('good.jsonl')).toMatchObject({ code: 0, out: expect.stringMatching(/^Linearizable\./), err: '' })
    const bad = await netsplit('bad.jsonl')
    expect(bad).toMatchObject({ code: 1, out: expect.stringMatching(/^Not linearizable\. Key k1/) })
    expect(bad.out).toMatch(/^ {2}> c2 #1 get k1 → "2"/m)
  })

  it('exits 3 when it cannot tell in time', async () => {
    expect(await netsplit('hopeless.jsonl', '--time', '1')).toMatchObject({ code: 3 })
  })

  it('prints one JSON object with --json', async () => {
    const { out } = await netsplit('bad.jsonl', '--json')
    expect(JSON.parse(out)).toMatchObject({ type: 'check', name: 'linearizable', verdict: 'violated' })
  })

  it('exits 2 with file and line for a file that it cannot read', async () => {
    expect(await netsplit('torn.jsonl')).toMatchObject({ code: 2, err: expect.stringMatching(/^torn\.jsonl:3: not JSON/) })
    expect(await netsplit('good.jsonl', '--format', 'jepsen-log')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^good\.jsonl:1: /)
    })
    expect(await netsplit('missing.jsonl')).toMatchObject({ code: 2, err: expect.stringContaining('missing.jsonl') })
  })

  it('exits 2 for a model or format that does not exist', async () => {
    expect(await netsplit('good.jsonl', '--model', 'queue')).toMatchObject({
      code: 2,
      err: expect.stringContaining('cas-register')
    })
    expect(await netsplit('good.jsonl', '--format', 'xml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('porcupine-kv')
    })
  })
})
