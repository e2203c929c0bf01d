import type { RecordedOperation } from '../../../workload/history'
import { describeOperation } from '../../describe'
import { completion, isOver } from '../key-history'
import type { KeyHistory, Required } from '../key-history'
import type { Finding } from './finding'

/** A member that nobody can have added yet, or one that was certainly there, that nobody can have removed, and that is missing. */
export function refuteSet({ required, optional }: KeyHistory): Finding | null {
  const adds = byMember([...required, ...optional], 'add')
  const removes = byMember([...required, ...optional], 'remove')
  const reads = required.filter(({ operation }) => operation.f === 'get').sort((a, b) => a.completed_us - b.completed_us)
  /** Members that completed reads have shown, and the first read that did. */
  const shown = new Map<string, Required>()
  for (const read of reads) {
    const members = new Set(read.result?.members ?? [])
    const begun = (o: RecordedOperation) => o.invoked_us <= completion(read)
    for (const member of members)
      if (!adds.get(member)?.some(begun)) return { stuck: read, against: null, why: `nobody had added "${member}" by then` }
    for (const [member, added] of adds) {
      if (members.has(member) || removes.get(member)?.some(begun)) continue
      const sure = [...added, ...(shown.get(member) ? [shown.get(member)!] : [])].find((o) => isOver(o, read))
      if (sure)
        return {
          stuck: read,
          against: sure as Required,
          why: `${describeOperation(sure)} was over before it began, and nobody had removed "${member}" by then`
        }
    }
    for (const member of members) if (!shown.has(member)) shown.set(member, read)
  }
  return null
}

function byMember(operations: readonly RecordedOperation[], f: 'add' | 'remove'): Map<string, RecordedOperation[]> {
  const members = new Map<string, RecordedOperation[]>()
  for (const o of operations) {
    if (o.operation.f !== f) continue
    const those = members.get(o.operation.value)
    if (those) those.push(o)
    else members.set(o.operation.value, [o])
  }
  return members
}
