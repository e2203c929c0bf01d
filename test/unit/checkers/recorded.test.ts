import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FORMATS } from '../../../src-main/checkers/formats/formats'
import { judgeLinearizable } from '../../../src-main/checkers/linearizability/judge'
import { firstBadLine } from '../../../src-main/cli/input/history-input'

/** Histories of real systems with known verdicts; they live outside the repository. */
const FOLDER = resolve('../shared/histories')
const present = existsSync(join(FOLDER, 'verdicts.tsv'))

type Row = [file: string, verdict: string, operations: string, open_or_timed_out: string, first_bad_line: string]
const rows = present
  ? readFileSync(join(FOLDER, 'verdicts.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t') as Row)
  : []

describe.skipIf(!present)('recorded histories (../shared/histories)', () => {
  it.each(rows)('%s is %s', (file, verdict, operations, _open, first_bad_line) => {
    const is_log = file.startsWith('jepsen-etcd/')
    const { parse, times_are_lines } = FORMATS[is_log ? 'jepsen-log' : 'porcupine-kv']
    const history = parse(readFileSync(join(FOLDER, file), 'utf8'))
    expect(history.length).toBe(Number(operations))
    const judgement = judgeLinearizable(history, is_log ? 'cas-register' : 'kv')
    expect(judgement.verdict).toBe(verdict === 'linearizable' ? 'holds' : 'violated')
    const found = firstBadLine(judgement, { history, times_are_lines, notices: [], has_gaps: false })
    if (first_bad_line !== '-') expect(found).toBe(Number(first_bad_line))
  })
})
