import { parseHistory } from '../../workload/history'
import type { RecordedOperation } from '../../workload/history'
import { parseJepsenLog } from './jepsen-log'
import { parsePorcupineKv } from './porcupine-kv'

export const FORMAT_NAMES = ['netsplit', 'jepsen-log', 'porcupine-kv'] as const
export type FormatName = (typeof FORMAT_NAMES)[number]

/** Readers of history files; each throws `HistoryFileError` at the first line that it cannot read. */
export const FORMATS: Readonly<Record<FormatName, (text: string) => RecordedOperation[]>> = {
  netsplit: parseHistory,
  'jepsen-log': parseJepsenLog,
  'porcupine-kv': parsePorcupineKv
}
