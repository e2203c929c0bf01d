import { amountOf } from '../../../../src-shared/data-types/counter/model'
import { completion, isOver } from '../key-history'
import type { KeyHistory } from '../key-history'
import type { Finding } from './finding'

/** A sum below what was certainly added by then, or above what can have been. */
export function refuteCounter({ required, optional }: KeyHistory): Finding | null {
  const adds = [...required, ...optional].flatMap((o) => {
    const by = amountOf(o.operation)
    return by === null ? [] : [{ o, by }]
  })
  const reads = required.filter(({ operation }) => operation.f === 'get').sort((a, b) => a.completed_us - b.completed_us)
  for (const read of reads) {
    let low = 0
    let high = 0
    for (const { o, by } of adds) {
      if (o.invoked_us > completion(read)) continue
      const certain = isOver(o, read)
      if (certain || by < 0) low += by
      if (certain || by > 0) high += by
    }
    const sum = Number(read.result?.value ?? 0)
    if (!(sum >= low && sum <= high))
      return {
        stuck: read,
        against: null,
        why: `what had been added by then comes to ${low === high ? low : `${low} to ${high}`}`
      }
  }
  return null
}
