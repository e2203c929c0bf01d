import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseJepsenLog } from '../../../src-main/checkers/formats/jepsen-log'
import { parsePorcupineKv } from '../../../src-main/checkers/formats/porcupine-kv'
import { DEFAULT_BOUNDS } from '../../../src-main/checkers/linearizability/budget'
import { checkLinearizable } from '../../../src-main/checkers/linearizability/check'
import { splitByKey } from '../../../src-main/checkers/linearizability/key-history'
import { shortestViolation } from '../../../src-main/checkers/linearizability/counterexample'
import { searchOrder } from '../../../src-main/checkers/linearizability/search'
import { CAS_REGISTER, KV } from '../../../src-main/checkers/models/kv'

/** Histories of real systems with known verdicts; they live outside the repository. */
const FOLDER = resolve('../shared/histories')
const present = existsSync(join(FOLDER, 'verdicts.tsv'))
const verdicts = present
  ? readFileSync(join(FOLDER, 'verdicts.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(
        (line) => line.split('\t') as [file: string, verdict: string, operations: string, open: string, first_bad_line: string]
      )
  : []

const jepsen = verdicts.filter(([file]) => file.startsWith('jepsen-etcd/'))
const porcupine = verdicts.filter(([file]) => file.startsWith('porcupine-kv/'))
const now_ms = () => performance.now()
const expected = (verdict: string) => (verdict === 'linearizable' ? 'holds' : 'violated')

describe.skipIf(!present)('recorded histories (../shared/histories)', () => {
  it.each(jepsen)('%s is %s', (file, verdict, operations) => {
    const history = parseJepsenLog(readFileSync(join(FOLDER, file), 'utf8'))
    expect(history.length).toBe(Number(operations))
    expect(checkLinearizable(history, CAS_REGISTER, DEFAULT_BOUNDS, now_ms)).toMatchObject({ verdict: expected(verdict) })
  })

  it.each(porcupine)('%s is %s', (file, verdict, operations) => {
    const history = parsePorcupineKv(readFileSync(join(FOLDER, file), 'utf8'))
    expect(history.length).toBe(Number(operations))
    expect(checkLinearizable(history, KV, DEFAULT_BOUNDS, now_ms)).toMatchObject({ verdict: expected(verdict) })
  })

  it.each(jepsen.filter(([, verdict]) => verdict === 'not-linearizable'))('%s first goes wrong at the known line', (...row) => {
    const [file, , , , first_bad_line] = row
    const [key] = splitByKey(parseJepsenLog(readFileSync(join(FOLDER, file), 'utf8')))
    const budget = { deadline_ms: Infinity, now_ms, configurations: Infinity }
    const found = searchOrder(key!, CAS_REGISTER, budget)
    if (found.verdict !== 'violated') throw new Error(found.verdict)
    expect(shortestViolation(key!, CAS_REGISTER, budget, found).stuck.completed_us).toBe(Number(first_bad_line))
  })
})
