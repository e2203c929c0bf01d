import type { DataType } from '../../../../src-shared/consistency'
import type { KeyHistory } from '../key-history'
import { refuteCounter } from './counter'
import type { Finding } from './finding'
import { refuteKv } from './kv'
import { refuteQueue } from './queue'
import { refuteSet } from './set'

/** Quick and sound tests of data types that have one: they find something only where no order can explain the history. */
export const REFUTATIONS: Readonly<Partial<Record<DataType, (history: KeyHistory) => Finding | null>>> = {
  register: refuteKv,
  'cas-register': refuteKv,
  kv: refuteKv,
  counter: refuteCounter,
  set: refuteSet,
  queue: refuteQueue
}
