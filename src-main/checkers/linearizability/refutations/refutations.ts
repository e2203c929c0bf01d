import type { DataType } from '../../../../src-shared/consistency'
import type { KeyHistory } from '../key-history'
import { refuteCounter } from './counter'
import type { Finding } from './finding'
import { refuteKv } from './kv'
import { refuteQueue } from './queue'
import { refuteSet } from './set'

/** For each data type a quick and sound test: it finds something only where no order can explain the history. */
export const REFUTATIONS: Readonly<Record<DataType, (history: KeyHistory) => Finding | null>> = {
  register: refuteKv,
  'cas-register': refuteKv,
  kv: refuteKv,
  counter: refuteCounter,
  set: refuteSet,
  queue: refuteQueue
}
