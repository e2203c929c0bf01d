import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { Step } from '../../../../src-shared/data-types/transaction/steps'
import type { RecordedOperation } from '../../../../src-main/workload/history'

/**
 * A history by one line for each transaction, `client begin-end: step; step`, where the end is `fail` or `?` (unknown) if it is no time.
 * Steps: `r x 1`, `r x nil`, `r x [1 2]`, `w x 1`, `append x 1`, `add x 5 = 8`, `scan k {k1 1, k2 2}`.
 */
export function historyOf(...lines: readonly string[]): RecordedOperation[] {
  const counts = new Map<string, number>()
  return lines.map((line): RecordedOperation => {
    const [, client, begin, end, steps] = /^(\w+) (\d+)-(\d+|fail|\?): (.*)$/.exec(line)! as unknown as [
      string,
      string,
      string,
      string,
      string
    ]
    const op = (counts.get(client) ?? 0) + 1
    counts.set(client, op)
    const parsed = steps.split('; ').map(stepOf)
    const operation = { f: 'transaction' as const, key: 'db', steps: parsed.map(([step]) => step) }
    const asked = { client, op, operation, invoked_us: Number(begin) }
    if (end === '?') return { ...asked, completed_us: null, outcome: 'unknown', result: null }
    if (end === 'fail') return { ...asked, completed_us: Number(begin) + 1, outcome: 'fail', result: null }
    return { ...asked, completed_us: Number(end), outcome: 'ok', result: { answers: parsed.map(([, answer]) => answer) } }
  })
}

function stepOf(text: string): [Step, StepAnswer] {
  const [, name, key, rest = ''] = /^(\w+) (\w+) ?(.*)$/.exec(text)! as unknown as [string, string, string, string]
  switch (name) {
    case 'w':
      return [{ do: 'write', key, value: rest }, null]
    case 'append':
      return [{ do: 'append', key, value: rest }, null]
    case 'add': {
      const [by, sum = null] = rest.split(' = ')
      return [{ do: 'add', key, by: Number(by) }, sum]
    }
    case 'scan': {
      const found = rest
        .slice(1, -1)
        .split(', ')
        .flatMap((one) => (one === '' ? [] : [one.split(' ')]))
      return [{ do: 'scan', prefix: key }, Object.fromEntries(found) as Record<string, string>]
    }
    default:
      return [{ do: 'read', key }, answerOf(rest)]
  }
}

function answerOf(text: string): StepAnswer {
  if (text.startsWith('['))
    return text
      .slice(1, -1)
      .split(' ')
      .filter((one) => one !== '')
  return text === 'nil' ? null : text
}
