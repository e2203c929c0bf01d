/** What `netsplit check` judges: a history file, or the recording of a run. */
import { readFileSync, statSync } from 'node:fs'
import { FORMATS } from '../checkers/formats/formats'
import type { FormatName } from '../checkers/formats/formats'
import { MODELS } from '../checkers/models/models'
import type { ModelName } from '../checkers/models/models'
import { RecordingError, readRecording } from '../lab/read-recording'
import { eventsLost, HistoryFileError, historyOf } from '../workload/history'
import type { RecordedOperation } from '../workload/history'
import { UsageError } from './usage'

export interface HistoryInput {
  readonly history: readonly RecordedOperation[]
  /** What a reader must know of it, in plain sentences. */
  readonly notices: readonly string[]
  /** Operations may be missing from within it, not only after its end: nothing can be concluded from the rest. */
  readonly has_holes: boolean
}

/** Reads a file in the format, or a recording's folder. Every mistake becomes a {@link UsageError} that names file and line. */
export async function readHistoryInput(path: string, format: FormatName, model: ModelName): Promise<HistoryInput> {
  try {
    const input = statSync(path).isDirectory() ? await readEvents(path) : readFile(path, format)
    requireOperationsOf(model, input.history, path)
    return input
  } catch (error) {
    if (error instanceof HistoryFileError) throw new UsageError(`${path}:${error.line}: ${error.message}`)
    if (error instanceof RecordingError) throw new UsageError(error.message)
    const { code, syscall, message } = error as NodeJS.ErrnoException
    if (syscall) throw new UsageError(`${path}: ${REASONS[code ?? ''] ?? message}`)
    throw error
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this file may not be read'
}

function readFile(path: string, format: FormatName): HistoryInput {
  return { history: FORMATS[format](readFileSync(path, 'utf8')), notices: [], has_holes: false }
}

/** From the events, not from `history.jsonl`: a recording that was cut short has only them. */
async function readEvents(folder: string): Promise<HistoryInput> {
  const { events, notices, has_holes } = await readRecording(folder)
  return { history: historyOf(events), notices, has_holes: has_holes || eventsLost(events) > 0 }
}

function requireOperationsOf(model: ModelName, history: readonly RecordedOperation[], path: string): void {
  const { operations } = MODELS[model]
  const foreign = history.find(({ operation }) => !operations.includes(operation.f))
  if (!foreign) return
  const { client, op, operation } = foreign
  throw new UsageError(`${path}: ${client} #${op} is a ${operation.f}; the model ${model} knows only ${operations.join(', ')}`)
}
