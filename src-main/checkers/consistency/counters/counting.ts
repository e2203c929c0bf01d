/**
 * What can be said of sums by counting alone. Every finding here is a violation. The converse holds too where nothing but a number
 * of like increments of one key is read: any number of them can be seen that is not below what the session must see, nor above what
 * there is, since an order of increments has beginnings of every length. Two rules follow for what a session reads:
 * - its sums do not fall (monotonic reads and writes, writes follow reads); beyond what it added itself, they do not fall either (PRAM);
 * - no read shows more than what can come before it, when reads that wait for increments and increments that come after reads do not
 *   wait for each other in a circle (causal, writes follow reads). Then each session can see the increments in one common order, first
 *   ones first; so for counters the three causal models are one.
 */
import { describeOperation } from '../../describe'
import { bySession, tallies } from './history'
import type { CounterEvent, CounterEvents, Tally } from './history'

/** Why a model does not hold: the events that show it, and a sentence. */
export interface CounterFinding {
  readonly events: CounterEvents
  readonly why: string
}

/** What a model asks of sums. */
export interface Rules {
  /** A session sees what it has added itself. */
  readonly own: boolean
  /** A session does not lose sight of what it saw. */
  readonly lasting: boolean
  /** What was seen comes before what is done afterwards, for everybody. */
  readonly causes: boolean
}

const NOTHING: Tally = { low: 0, high: 0, divisor: 1, alike: true }

/** A violation of the rules that counting shows; null: it shows none. */
export function findMiscount(events: CounterEvents, rules: Rules): CounterFinding | null {
  const keys = tallies(events)
  for (const members of bySession(events)) {
    const sessions = new Map<string, SessionSums>()
    for (const event of members) {
      const { key } = event
      let sums = sessions.get(key)
      if (!sums) sessions.set(key, (sums = new SessionSums(keys.get(key) ?? NOTHING, ownOf(members, key), rules)))
      const found = sums.pass(event)
      if (found) return found
    }
  }
  return rules.causes ? findCycle(events) : null
}

/** Whether the rules are all that the model asks of such a history. `local`: it judges each key by itself. */
export function isDecidedByCounting(events: CounterEvents, local: boolean): boolean {
  const keys = tallies(events)
  const read = [...new Set(events.flatMap(({ by, key }) => (by === null && keys.has(key) ? [key] : [])))]
  return read.every((key) => keys.get(key)!.alike) && (local || read.length < 2)
}

function ownOf(members: CounterEvents, of: string): CounterEvents {
  return members.filter(({ key, by }) => key === of && by !== null)
}

/** One session's reads of one key, and what it added itself. */
class SessionSums {
  /** Increments of the session before now, acknowledged. */
  private readonly added: CounterEvent[] = []
  private sum = 0
  /** What else can be in a sum, at least and at most. */
  private low: number
  private high: number
  private last: { readonly read: CounterEvent; readonly beyond: number } | null = null

  constructor(
    private readonly tally: Tally,
    own: CounterEvents,
    private readonly rules: Rules
  ) {
    const sumOf = (of: (by: number) => number) => (rules.own ? own.reduce((sum, { by }) => sum + of(by!), 0) : 0)
    this.low = tally.low - sumOf((by) => Math.min(by, 0))
    this.high = tally.high - sumOf((by) => Math.max(by, 0))
  }

  pass(event: CounterEvent): CounterFinding | null {
    if (event.by === null) return this.read(event)
    if (!this.rules.own) return null
    if (event.open) {
      this.low += Math.min(event.by, 0)
      this.high += Math.max(event.by, 0)
    } else {
      this.added.push(event)
      this.sum += event.by
    }
    return null
  }

  private read(read: CounterEvent): CounterFinding | null {
    const { tally, sum, low, high } = this
    const { sees } = read
    const text = describeOperation(read.operation)
    if (!Number.isSafeInteger(sees) || sees % tally.divisor !== 0)
      return { events: [read], why: `${text}: no increments come to this` }
    if (sees > sum + high || sees < sum + low) return this.explainBounds(read)
    const beyond = sees - sum
    const { last } = this
    this.last = { read, beyond }
    if (!this.rules.lasting || last === null || (tally.low < 0 && tally.high > 0)) return null
    if (Math.abs(beyond) >= Math.abs(last.beyond)) return null
    const since = this.added.filter(({ slot }) => slot > last.read.slot)
    const own = since.length > 0 ? `, and itself added ${sum - (last.read.sees - last.beyond)} since` : ''
    return { events: [last.read, ...since, read], why: `${text}, although the session had read ${last.read.sees} before${own}` }
  }

  private explainBounds(read: CounterEvent): CounterFinding {
    const { tally, sum, low, high, added } = this
    const text = describeOperation(read.operation)
    const is_short = tally.low === 0 ? read.sees < sum + low : tally.high === 0 && read.sees > sum + high
    if (is_short && added.length > 0)
      return { events: [...added, read], why: `${text}, although the session had itself added ${sum} before` }
    const range = sum + low === sum + high ? `${sum + low}` : `${sum + low} to ${sum + high}`
    return { events: [read], why: `${text}: all that can have been added comes to ${range}` }
  }
}

/** Reads that wait for increments which come after such reads; null: everything finds a place after what it has seen. */
function findCycle(events: CounterEvents): CounterFinding | null {
  const done = new Map<string, { low: number; high: number }>()
  const waiting = bySession(events).map((members) => ({ members, next: 0 }))
  const mayPass = ({ by, key, sees }: CounterEvent) => {
    const { low, high } = done.get(key) ?? { low: 0, high: 0 }
    if (by === null) return sees >= low && sees <= high
    done.set(key, { low: low + Math.min(by, 0), high: high + Math.max(by, 0) })
    return true
  }
  for (let passed = true; passed;) {
    passed = false
    for (const session of waiting) {
      for (let event = session.members[session.next]; event && mayPass(event); event = session.members[session.next]) {
        session.next++
        passed = true
      }
    }
  }
  const stuck = waiting.flatMap(({ members, next }) => members.slice(next, next + 1))
  if (stuck.length === 0) return null
  const lines = stuck.map(({ operation }) => describeOperation(operation))
  const why = `Each of these shows increments that come after another one of them: ${lines.join('; ')}`
  return { events: stuck, why: stuck.length === 1 ? `${lines[0]} shows increments that come after it` : why }
}
