/** Everything that a history of transactions shows, in the manner of Elle (Kingsbury and Alvaro, VLDB 2020). */
import { ANOMALIES } from '../../../src-shared/isolation/anomalies'
import type { AnomalyFinding } from '../../../src-shared/isolation/finding'
import type { IsolationOrder } from '../../../src-shared/isolation/models'
import type { Meter } from '../consistency/meter'
import { shortValue } from '../../../src-shared/text/value-text'
import { describeLine } from '../describe'
import type { RecordedOperation } from '../../workload/history'
import { findCycles, ORDERS } from './cycles'
import type { Execution } from './cycles'
import { explainLeg } from './explain'
import type { Graph } from './graph'
import { lastWritten } from './keys'
import { Lists } from './lists'
import { eachRead } from './reads'
import type { Read } from './reads'
import { Registers } from './registers'
import { Scene } from './scene'
import { hasSchedule } from './schedule'
import { addTimeOrder } from './time-order'
import { orderVersionsByTime } from './timed-versions'
import { Scheduler } from './order/schedule'
import type { Conflict } from './order/versions'
import { refOf } from './transactions'
import type { Transaction } from './transactions'
import { findVanished } from './vanished'

/** Of writes that can come in no order. */
const READERS_SHOWN = 6

export interface Analysis {
  /** One for each anomaly, the worst first. */
  readonly findings: readonly AnomalyFinding[]
  readonly committed: number
  /** Why the order of all versions is not known; null: it is, and an anomaly that was not found is not there. */
  readonly gap: string | null
  /** Why it is not known of every read whose write it tells of; null: it is. */
  readonly unresolved: string | null
  /** Whether there is an order of the transactions that explains every read; or why there is none. */
  readonly schedule: (execution: Execution, time: IsolationOrder, meter: Meter) => 'found' | 'unknown' | AnomalyFinding
}

/** `history`: that of which the transactions are. */
export function analyse(history: readonly RecordedOperation[], transactions: readonly Transaction[], meter: Meter): Analysis {
  const scene = new Scene(transactions, meter)
  const { lists, registers } = infer(scene)
  findVanished(scene, lists, registers)
  const has_choice = scene.gap !== null && scene.unresolved === null
  const scheduler = has_choice ? new Scheduler(scene, lists, registers, scene.graph.build()) : null
  const rest = {
    committed: scene.is_committed.reduce((sum, one) => sum + one, 0),
    gap: scene.gap,
    unresolved: scene.unresolved
  }
  // Then there is nothing to be found.
  const is_strict = scene.evidence.sightings.size === 0 && scheduler?.find('serial', 'realtime', meter) === 'found'
  if (is_strict) return { ...rest, findings: [], schedule: () => 'found' }
  orderVersionsByTime(scene, registers)
  addTimeOrder(scene)
  const graph = scene.graph.build()
  const findings = [...sightings(scene, history), ...cycles(scene, history, graph)]
  findings.sort((a, b) => ANOMALIES.indexOf(a.anomaly) - ANOMALIES.indexOf(b.anomaly))
  const schedules = new Map<string, 'found' | 'unknown' | AnomalyFinding>()
  const schedule: Analysis['schedule'] = (execution, time, schedule_meter) => {
    if (scheduler) {
      const found = scheduler.find(execution, time, schedule_meter)
      return typeof found === 'string' ? found : conflict(scene, history, found)
    }
    const walk = ORDERS[execution][time]
    return !scene.has_nonsense && hasSchedule(scene, lists, graph, walk, schedule_meter) ? 'found' : 'unknown'
  }
  return {
    ...rest,
    findings,
    schedule(execution, time, schedule_meter) {
      const name = `${execution} ${time}`
      const known = schedules.get(name) ?? schedule(execution, time, schedule_meter)
      schedules.set(name, known)
      return known
    }
  }
}

/** In two rounds over all reads: who was read, and how lists grew; then what follows from it. */
function infer(scene: Scene): { readonly lists: Lists; readonly registers: Registers } {
  const { transactions, keys } = scene
  const [lists, registers] = [new Lists(scene), new Registers(scene)]
  transactions.forEach((transaction, i) => {
    scene.meter.spend(transaction.steps.length)
    const onRead = (read: Read) => (read.key.is_list ? lists.lengthen(i, read) : registers.observe(read))
    eachRead(transaction, keys, onRead, (key) => {
      scene.has_nonsense = true
      scene.unresolved ??= `what ${scene.name(i)} read of ${key.name} is no ${key.is_list ? 'list' : 'value'}`
    })
  })
  lists.settle()
  transactions.forEach((transaction, i) => {
    eachRead(transaction, keys, (read) => {
      if (read.is_internal || readsItself(scene, i, read))
        scene.evidence.add(
          'internal',
          [i],
          () => `${scene.name(i)} read ${read.key.name} otherwise than it had read or written it itself.`
        )
      if (read.key.is_list) lists.place(i, read)
      else registers.place(i, read)
    })
  })
  registers.settle()
  return { lists, registers }
}

/** What the transaction had not written yet, or no longer: its own writes are taken off before. */
function readsItself({ keys }: Scene, reader: number, { key, elements, length, value }: Read): boolean {
  const last = key.is_list ? elements[length - 1] : value
  return last !== undefined && last !== null && !key.has_unknown_values && keys.writerOf(key, last) === reader
}

function sightings(scene: Scene, history: readonly RecordedOperation[]): AnomalyFinding[] {
  return [...scene.evidence.sightings.values()].map(({ anomaly, text, transactions, count }) => ({
    anomaly,
    text: count === 1 ? text : `${text} Seen ${count.toLocaleString('en')} times.`,
    ...example(scene, history, transactions),
    cycle: []
  }))
}

function conflict(scene: Scene, history: readonly RecordedOperation[], { key, writers, readers }: Conflict): AnomalyFinding {
  const [one, other] = writers.map((writer) => {
    return `${shortValue(lastWritten(scene.transactions[writer]!, key.name))} (${scene.name(writer)})`
  })
  return {
    anomaly: 'no-order',
    text: `Neither of two writes to ${key.name} can come before the other, by what was read: ${one} and ${other}.`,
    ...example(scene, history, [...new Set([...writers, ...readers.slice(0, READERS_SHOWN)])]),
    cycle: []
  }
}

function cycles(scene: Scene, history: readonly RecordedOperation[], graph: Graph): AnomalyFinding[] {
  const { transactions, keys, meter } = scene
  return findCycles(graph, (one) => transactions[one]!.outcome === 'ok', meter)
    .filter(({ anomaly }) => !scene.evidence.sightings.has(anomaly))
    .map(({ anomaly, legs }) => {
      const cycle = legs.map((leg) => explainLeg(leg, transactions, keys))
      const text = `${legs.length} transactions, each of which must come before the next, and the last before the first.`
      return {
        anomaly,
        text,
        ...example(
          scene,
          history,
          legs.map(({ from }) => from)
        ),
        cycle
      }
    })
}

function example({ transactions }: Scene, history: readonly RecordedOperation[], involved: readonly number[]) {
  const in_order = [...involved].sort((a, b) => transactions[a]!.invoked_us - transactions[b]!.invoked_us)
  return {
    operations: in_order.map((one) => refOf(transactions[one]!)),
    lines: in_order.map((one) => describeLine(history[one]!, false))
  }
}
