import { defineCommand } from 'citty'
import type { CheckResult, Verdict } from '../../src-shared/result'
import { checkHistory } from '../checkers/check-history'
import { FORMAT_NAMES } from '../checkers/formats/formats'
import { DEFAULT_BOUNDS } from '../checkers/linearizability/budget'
import { undecidedResult } from '../checkers/linearizability/check'
import type { CheckProgress } from '../checkers/linearizability/check'
import { MODEL_NAMES } from '../checkers/models/models'
import { readHistoryInput } from './history-input'
import { requireKnown, UsageError, wholeNumber } from './usage'

const EXIT_CODE_OF: Readonly<Record<Verdict, number>> = { holds: 0, violated: 1, undecided: 3 }
const SECONDS_MAX = 86_400

const args = {
  file: { type: 'positional', required: true, description: 'A recorded history, or the folder of a recording' },
  model: { type: 'string', default: 'kv', description: `What it is held against: ${MODEL_NAMES.join(', ')}` },
  format: { type: 'string', default: 'netsplit', description: `How it is written: ${FORMAT_NAMES.join(', ')}` },
  time: {
    type: 'string',
    default: String(DEFAULT_BOUNDS.time_ms / 1000),
    description: 'Give up after this many seconds',
    valueHint: 'S'
  },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const checkCommand = defineCommand({
  meta: {
    name: 'check',
    description:
      'Judge a recorded history: exits 0 when it is linearizable, 1 when it is not, 3 when the bounds did not allow to tell'
  },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    const model = oneOf('model', given.model, MODEL_NAMES)
    const format = oneOf('format', given.format, FORMAT_NAMES)
    const bounds = { ...DEFAULT_BOUNDS, time_ms: wholeNumber('time', given.time, 1, SECONDS_MAX) * 1000 }
    const input = await readHistoryInput(given.file, format, model)
    for (const text of input.notices) console.log(given.json ? JSON.stringify({ type: 'note', text }) : `! ${text}`)
    const showProgress = process.stderr.isTTY && !given.json ? drawProgress : undefined
    const result = input.has_holes
      ? undecidedResult('parts of the recording are missing, and operations may be among them')
      : await checkHistory(input.history, model, bounds, undefined, showProgress)
    if (showProgress) process.stderr.write('\r\u001b[2K')
    console.log(given.json ? JSON.stringify({ type: 'check', ...result }) : describe(result))
    process.exitCode = EXIT_CODE_OF[result.verdict]
  }
})

function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  if ((known as readonly string[]).includes(given)) return given as T
  throw new UsageError(`--${option}: expected one of ${known.join(', ')}, but found ${given || 'nothing'}`)
}

function drawProgress({ keys_done, keys }: CheckProgress): void {
  process.stderr.write(`\r\u001b[2K${keys_done} of ${keys} keys`)
}

function describe({ verdict, text, evidence }: CheckResult): string {
  const heading = { holds: 'Linearizable', violated: 'Not linearizable', undecided: 'Undecided' }[verdict]
  return [`${heading}. ${text}`, ...evidence.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')
}
