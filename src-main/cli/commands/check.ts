import { defineCommand } from 'citty'
import { CONSISTENCY_MODELS, DATA_TYPES, MODEL_TITLES, MODELS } from '../../../src-shared/consistency'
import type { DataType, Judgement, Model } from '../../../src-shared/consistency'
import { ISOLATION_MODELS } from '../../../src-shared/isolation/models'
import type { Verdict } from '../../../src-shared/verdict'
import { FORMAT_NAMES } from '../../checkers/formats/formats'
import { judgeHistory } from '../../checkers/judge'
import { undecided } from '../../checkers/judgement'
import { DEFAULT_BOUNDS } from '../../checkers/linearizability/budget'
import { likelyType, unsuitable } from '../../checkers/models'
import { describeJudgement, describeTable } from '../output/describe-judgement'
import { firstBadLine, readHistoryInput, toldByLines } from '../input/history-input'
import type { HistoryInput } from '../input/history-input'
import { requireKnown, UsageError, wholeNumber } from '../input/usage'

const EXIT_CODE_OF: Readonly<Record<Verdict, number>> = { holds: 0, violated: 1, undecided: 3 }
const SECONDS_MAX = 86_400
const ALL = 'all'
const REGISTERS: readonly DataType[] = ['register', 'cas-register', 'kv']
const MODEL_NAMES = [...DATA_TYPES, ...MODELS, ALL]

const args = {
  file: { type: 'positional', required: true, description: 'A recorded history, or the folder of a recording' },
  model: {
    type: 'string',
    default: 'kv',
    description: `What it is held against: linearizable as a ${DATA_TYPES.join(', ')}; or ${CONSISTENCY_MODELS.join(', ')}; transactions: ${ISOLATION_MODELS.join(', ')}; or ${ALL} of these`
  },
  format: { type: 'string', default: 'netsplit', description: `How it is written: ${FORMAT_NAMES.join(', ')}` },
  initial: { type: 'string', description: 'What each register or key holds at first, as the file writes it', valueHint: 'VALUE' },
  time: {
    type: 'string',
    default: String(DEFAULT_BOUNDS.time_ms / 1000),
    description: 'Give a model up after this many seconds',
    valueHint: 'S'
  },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const checkCommand = defineCommand({
  meta: {
    name: 'check',
    description:
      'Judge a recorded history: exits 0 when the model holds, 1 when it does not, 3 when the bounds did not allow to tell'
  },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    const name = oneOf('model', given.model, MODEL_NAMES)
    const format = oneOf('format', given.format, FORMAT_NAMES)
    const bounds = { ...DEFAULT_BOUNDS, time_ms: wholeNumber('time', given.time, 1, SECONDS_MAX) * 1000 }
    const input = await readHistoryInput(given.file, format)
    const type = typeFor(name, input, given.file)
    const initial = initialFor(given.initial, type)
    for (const text of input.notices) console.log(given.json ? JSON.stringify({ type: 'note', text }) : `! ${text}`)

    const models = modelsFor(name, input)
    const drawn = process.stderr.isTTY && !given.json
    const onProgress = drawn ? drawProgress : undefined
    const judged = input.has_gaps
      ? models.map((model) => undecided(model, 'parts of the recording are missing, and operations may be among them'))
      : await judgeHistory(input.history, models, { type, initial, bounds, onProgress })
    if (drawn) process.stderr.write('\r\u001b[2K')
    const judgements = judged.map((judgement) => toldByLines(judgement, input))
    if (given.json) judgements.forEach((judgement) => console.log(JSON.stringify(jsonOf(judgement, type, input))))
    else console.log(name === ALL ? describeTable(judgements) : describeJudgement(judgements[0]!, input))
    process.exitCode = EXIT_CODE_OF[sumUp(judgements)]
  }
})

function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  if ((known as readonly string[]).includes(given)) return given as T
  throw new UsageError(`--${option}: expected one of ${known.join(', ')}, but found ${given || 'nothing'}`)
}

function isDataType(name: string): name is DataType {
  return (DATA_TYPES as readonly string[]).includes(name)
}

/** All are those of transactions, where the history has any. */
function modelsFor(name: string, { history }: HistoryInput): readonly Model[] {
  if (name === ALL) return history.some(({ operation }) => operation.f === 'transaction') ? ISOLATION_MODELS : CONSISTENCY_MODELS
  return isDataType(name) ? ['linearizable'] : [name as Model]
}

/** The data type that was asked for, where one was; otherwise the one that the operations most likely are of. */
function typeFor(name: string, { history }: HistoryInput, path: string): DataType {
  if (!isDataType(name)) return likelyType(history)
  const unfit = unsuitable(history, name)
  if (unfit) throw new UsageError(`${path}: ${unfit}`)
  return name
}

/** Counters begin at 0, sets and queues empty. */
function initialFor(given: string | undefined, type: DataType): string | null {
  if (given === undefined || given === 'nil') return null
  if (REGISTERS.includes(type)) return given
  throw new UsageError(`--initial: only a ${REGISTERS.join(', ')} has an initial value, and these operations are of a ${type}`)
}

/** Violated when any model is, undecided when any is and none is violated. */
function sumUp(judgements: readonly Judgement[]): Verdict {
  const order: readonly Verdict[] = ['violated', 'undecided', 'holds']
  return order.find((verdict) => judgements.some((judgement) => judgement.verdict === verdict))!
}

function jsonOf(judgement: Judgement, data_type: DataType, input: HistoryInput): object {
  return { type: 'check', data_type, ...judgement, first_bad_line: firstBadLine(judgement, input) }
}

function drawProgress(model: Model, { keys_done, keys }: { readonly keys_done: number; readonly keys: number }): void {
  process.stderr.write(`\r\u001b[2K${MODEL_TITLES[model]}: ${keys_done} of ${keys} keys`)
}
