import { readFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import type { CheckResult, Verdict } from '../../src-shared/result'
import { checkHistory } from '../checkers/check-history'
import { FORMAT_NAMES, FORMATS } from '../checkers/formats/formats'
import type { FormatName } from '../checkers/formats/formats'
import { DEFAULT_BOUNDS } from '../checkers/linearizability/budget'
import type { CheckProgress } from '../checkers/linearizability/check'
import { MODEL_NAMES, MODELS } from '../checkers/models/models'
import type { ModelName } from '../checkers/models/models'
import { HistoryFileError } from '../workload/history'
import type { RecordedOperation } from '../workload/history'
import { requireKnown, UsageError, wholeNumber } from './usage'

const EXIT_CODE_OF: Readonly<Record<Verdict, number>> = { holds: 0, violated: 1, undecided: 3 }
const SECONDS_MAX = 86_400

const args = {
  file: { type: 'positional', required: true, description: 'A recorded history' },
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
    const history = readHistory(given.file, oneOf('format', given.format, FORMAT_NAMES), model)
    const bounds = { ...DEFAULT_BOUNDS, time_ms: wholeNumber('time', given.time, 1, SECONDS_MAX) * 1000 }
    const showProgress = process.stderr.isTTY && !given.json ? drawProgress : undefined
    const result = await checkHistory(history, model, bounds, undefined, showProgress)
    if (showProgress) process.stderr.write('\r\u001b[2K')
    console.log(given.json ? JSON.stringify({ type: 'check', ...result }) : describe(result))
    process.exitCode = EXIT_CODE_OF[result.verdict]
  }
})

function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  if ((known as readonly string[]).includes(given)) return given as T
  throw new UsageError(`--${option}: expected one of ${known.join(', ')}, but found ${given || 'nothing'}`)
}

/** Every mistake in the file becomes a {@link UsageError} that names file and line. */
function readHistory(file: string, format: FormatName, model: ModelName): RecordedOperation[] {
  try {
    const history = FORMATS[format](readFileSync(file, 'utf8'))
    requireOperationsOf(model, history, file)
    return history
  } catch (error) {
    if (error instanceof HistoryFileError) throw new UsageError(`${file}:${error.line}: ${error.message}`)
    const { code, syscall, message } = error as NodeJS.ErrnoException
    if (syscall) throw new UsageError(`${file}: ${REASONS[code ?? ''] ?? message}`)
    throw error
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; expected a recorded history',
  EACCES: 'this file may not be read'
}

function requireOperationsOf(model: ModelName, history: readonly RecordedOperation[], file: string): void {
  const { operations } = MODELS[model]
  const foreign = history.find(({ operation }) => !operations.includes(operation.f))
  if (!foreign) return
  const { client, op, operation } = foreign
  throw new UsageError(`${file}: ${client} #${op} is a ${operation.f}; the model ${model} knows only ${operations.join(', ')}`)
}

function drawProgress({ keys_done, keys }: CheckProgress): void {
  process.stderr.write(`\r\u001b[2K${keys_done} of ${keys} keys`)
}

function describe({ verdict, text, evidence }: CheckResult): string {
  const heading = { holds: 'Linearizable', violated: 'Not linearizable', undecided: 'Undecided' }[verdict]
  return [`${heading}. ${text}`, ...evidence.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')
}
