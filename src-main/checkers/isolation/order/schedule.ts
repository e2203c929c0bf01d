/** Whether an order of all transactions explains every read: one after the other, or with snapshots. */
import type { IsolationOrder } from '../../../../src-shared/isolation/models'
import type { Meter } from '../../consistency/meter'
import { ORDERS } from '../cycles'
import type { Execution } from '../cycles'
import { GraphBuilder, REALTIME } from '../graph'
import type { Graph } from '../graph'
import { Ints } from '../ints'
import type { Lists } from '../lists'
import type { Registers } from '../registers'
import type { Scene } from '../scene'
import { addRow, membersOf } from '../time-order'
import { chainsOf, endsOf } from './chains'
import { explainsAll } from './replay'
import { findOrder } from './search'
import { Versions } from './versions'
import type { Conflict } from './versions'

/** As many writers are looked at without the help of time. */
const WRITERS_MAX = 200

/** A conflict: there certainly is none. `unknown`: none was found. */
export type Scheduled = 'found' | 'unknown' | Conflict

/** Finds orders of transactions all of whose reads are known. */
export class Scheduler {
  private readonly ends: Float64Array
  private readonly writers: Int32Array

  constructor(
    private readonly scene: Scene,
    private readonly lists: Lists,
    private readonly registers: Registers,
    /** What is known without time. */
    private readonly graph: Graph
  ) {
    const { transactions, is_committed } = scene
    this.ends = endsOf(scene, graph)
    const writers = new Ints()
    transactions.forEach(({ steps }, one) => {
      if (is_committed[one] === 1 && steps.some((step) => 'key' in step && step.do !== 'read')) writers.push(one)
    })
    this.writers = writers.view().sort((a, b) => transactions[a]!.invoked_us - transactions[b]!.invoked_us)
  }

  find(execution: Execution, time: IsolationOrder, meter: Meter): Scheduled {
    const found = this.findBy(execution, time, this.ends, meter)
    if (found === 'found' || time === 'realtime') return found
    // What contradicts a supposition proves nothing.
    if (this.writers.length > WRITERS_MAX) return 'unknown'
    return this.findBy(execution, time, new Float64Array(this.ends.length).fill(Infinity), meter)
  }

  /** `ends`: nobody who writes begins after that and comes before. Where the model does not respect real time, that is a supposition. */
  private findBy(execution: Execution, time: IsolationOrder, ends: Float64Array, meter: Meter): Scheduled {
    const { scene, lists, registers, writers, graph } = this
    const chains = chainsOf(scene, writers, ends)
    if (chains === null) return 'unknown'
    const timed = new GraphBuilder(graph.transactions, graph.nodes)
    this.addTime(timed, time, ends)
    const versions = new Versions(scene, registers, lists, ends, timed)
    if (versions.areTooMany) return 'unknown'
    const parts = [
      { graph, walk: ORDERS[execution].none },
      { graph: timed.build(), walk: ORDERS[execution].realtime }
    ]
    const found = findOrder(parts, versions, chains, meter)
    if (found === 'unknown') return found
    if ('versions' in found) return found.versions === null ? 'unknown' : versions.conflictOf(found.versions)
    return explainsAll(scene, lists, found, execution, time, meter) ? 'found' : 'unknown'
  }

  private addTime(timed: GraphBuilder, time: IsolationOrder, ends: Float64Array): void {
    const { transactions } = this.scene
    const { all, of_client } = membersOf(this.scene)
    const completed = Float64Array.from(transactions, ({ completed_us }) => completed_us ?? Infinity)
    if (time === 'realtime') return addRow(timed, transactions, all, completed, REALTIME)
    addRow(timed, transactions, this.writers, ends, REALTIME)
    if (time === 'process') for (const own of of_client) addRow(timed, transactions, own, completed, REALTIME)
  }
}
