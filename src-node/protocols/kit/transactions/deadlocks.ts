/**
 * Who may wait for whom (Rosenkrantz, Stearns, Lewis 1978). Under wait-die only the older waits and the younger aborts itself, under
 * wound-wait the older aborts the younger: either way all waits point in one direction of age, so that they cannot form a cycle. Under
 * detection and timeouts everybody waits, and somebody else looks for cycles or loses patience.
 */
import { compareHybrid } from '../../../../src-shared/causality/hybrid-clock'
import type { Rules } from './rules'
import type { LocalTransaction, Victim } from './store'
import type { Blocker } from './locks'

type Aged = Pick<LocalTransaction, 'transaction' | 'age'>

export interface WaitVerdict {
  /** Why it may not wait; null: it may. */
  readonly refusal: string | null
  readonly victims: readonly Victim[]
}

/** `others`: the transactions here, by name. Whoever is prepared cannot be a victim, and waits for nobody. */
export function judgeWait(
  { deadlocks }: Rules,
  waiter: Aged,
  blockers: readonly Blocker[],
  others: ReadonlyMap<string, LocalTransaction>
): WaitVerdict {
  const known = blockers.flatMap(({ transaction, on }) => {
    const other = others.get(transaction)
    return other === undefined ? [] : [{ other, on }]
  })
  if (deadlocks === 'wait-die') {
    const elder = known.find(({ other }) => isOlder(other, waiter))
    const refusal = elder ? `${elder.on} is locked by ${elder.other.transaction}, which is older (wait-die)` : null
    return { refusal, victims: [] }
  }
  if (deadlocks !== 'wound-wait') return MAY_WAIT
  const younger = known.filter(({ other }) => other.prepared === null && isOlder(waiter, other))
  const victims = younger.map(({ other, on }) => ({
    transaction: other.transaction,
    reason: `${waiter.transaction}, which is older, wants ${on} (wound-wait)`
  }))
  return { refusal: null, victims }
}

/** Somebody has gone ahead of these in the queue: the same rules, seen from the other end. */
export function judgeOvertaken(
  { deadlocks }: Rules,
  overtaker: Aged,
  overtaken: readonly Blocker[],
  others: ReadonlyMap<string, LocalTransaction>
): WaitVerdict {
  const known = overtaken.map(({ transaction, on }) => ({ other: others.get(transaction)!, on }))
  if (deadlocks === 'wait-die') {
    const younger = known.filter(({ other }) => isOlder(overtaker, other))
    const victims = younger.map(({ other, on }) => ({
      transaction: other.transaction,
      reason: `${overtaker.transaction}, which is older, is before it at ${on} (wait-die)`
    }))
    return { refusal: null, victims }
  }
  const elder = deadlocks === 'wound-wait' ? known.find(({ other }) => isOlder(other, overtaker)) : undefined
  return elder
    ? { refusal: `${elder.other.transaction}, which is older, waits for ${elder.on} (wound-wait)`, victims: [] }
    : MAY_WAIT
}

const MAY_WAIT: WaitVerdict = { refusal: null, victims: [] }

/** Negative: `a` is the older. Of two that began at once the name decides, so that all shards judge alike. */
export function compareAge(a: Aged, b: Aged): number {
  return compareHybrid(a.age, b.age) || (a.transaction < b.transaction ? -1 : 1)
}

function isOlder(a: Aged, b: Aged): boolean {
  return compareAge(a, b) < 0
}
