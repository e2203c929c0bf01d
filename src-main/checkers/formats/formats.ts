import { parseHistory } from '../../workload/history'
import type { RecordedOperation } from '../../workload/history'
import { parseJepsenEdn } from './jepsen-edn'
import { parseJepsenLog } from './jepsen-log'
import { parsePorcupineKv } from './porcupine-kv'

export const FORMAT_NAMES = ['netsplit', 'jepsen-log', 'jepsen-edn', 'porcupine-kv'] as const
export type FormatName = (typeof FORMAT_NAMES)[number]

/** How a history file is written. */
export interface Format {
  /** Throws `HistoryFileError` at the first line that it cannot read. */
  readonly parse: (text: string) => RecordedOperation[]
  /** Its times are not microseconds but the lines of the file, from 1. */
  readonly times_are_lines: boolean
}

export const FORMATS: Readonly<Record<FormatName, Format>> = {
  netsplit: { parse: parseHistory, times_are_lines: false },
  'jepsen-log': { parse: parseJepsenLog, times_are_lines: true },
  'jepsen-edn': { parse: parseJepsenEdn, times_are_lines: false },
  'porcupine-kv': { parse: parsePorcupineKv, times_are_lines: true }
}
