/** What `netsplit check` judges: a history file, or the recording of a run. */
import { readFileSync, statSync } from 'node:fs'
import type { Judgement } from '../../../src-shared/consistency'
import { ARCHIVE_SUFFIX } from '../../../src-shared/recording-archive'
import { describeLine } from '../../checkers/describe'
import { FORMATS } from '../../checkers/formats/formats'
import type { FormatName } from '../../checkers/formats/formats'
import { RecordingError } from '../../lab/recording/recording-error'
import { readRecordingAt } from '../../lab/recording/recording-folder'
import { eventsLost, HistoryFileError, historyOf } from '../../workload/history'
import type { RecordedOperation } from '../../workload/history'
import { UsageError } from './usage'

export interface HistoryInput {
  readonly history: readonly RecordedOperation[]
  /** Its times are not microseconds but the lines of the file, from 1. */
  readonly times_are_lines: boolean
  /** What a reader must know of it, in plain sentences. */
  readonly notices: readonly string[]
  /** Operations may be missing from within it, not only after its end: nothing can be concluded from the rest. */
  readonly has_gaps: boolean
}

/** Reads a file in the format, or a recording, a folder or one file. Every mistake becomes a {@link UsageError} that names file and line. */
export async function readHistoryInput(path: string, format: FormatName): Promise<HistoryInput> {
  try {
    return statSync(path).isDirectory() || path.endsWith(ARCHIVE_SUFFIX) ? await readEvents(path) : readFile(path, format)
  } catch (error) {
    if (error instanceof HistoryFileError) throw new UsageError(`${path}:${error.line}: ${error.message}`)
    if (error instanceof RecordingError) throw new UsageError(error.message)
    const { code, syscall, message } = error as NodeJS.ErrnoException
    if (syscall) throw new UsageError(`${path}: ${REASONS[code ?? ''] ?? message}`)
    throw error
  }
}

/** Where the file first goes wrong: the end of its shortest prefix that the model does not explain; null where times are not lines. */
export function firstBadLine({ counterexample }: Judgement, { history, times_are_lines }: HistoryInput): number | null {
  const first = counterexample?.first_unexplained
  if (!first || !times_are_lines) return null
  return history.find(({ client, op }) => client === first.client && op === first.op)?.completed_us ?? null
}

/** The judgement with its counterexample told by lines, where times are lines. */
export function toldByLines(judgement: Judgement, { history, times_are_lines }: HistoryInput): Judgement {
  const { counterexample } = judgement
  if (!times_are_lines || !counterexample) return judgement
  const { operations, first_unexplained: first } = counterexample
  const lines = operations.flatMap(({ client, op }) =>
    history
      .filter((o) => o.client === client && o.op === op)
      .map((o) => describeLine(o, first?.client === client && first.op === op, 'lines'))
  )
  return { ...judgement, counterexample: { ...counterexample, lines } }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this file may not be read'
}

function readFile(path: string, format: FormatName): HistoryInput {
  const { parse, times_are_lines } = FORMATS[format]
  return { history: parse(readFileSync(path, 'utf8')), times_are_lines, notices: [], has_gaps: false }
}

/** From the events, not from `history.jsonl`: a recording that was cut short has only them. */
async function readEvents(path: string): Promise<HistoryInput> {
  const { events, notices, has_gaps } = await readRecordingAt(path)
  return { history: historyOf(events), times_are_lines: false, notices, has_gaps: has_gaps || eventsLost(events) > 0 }
}
