import type { LabEvent } from '../../../../src-shared/events'
import { LogAppend } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import { atLeast, SUSPICION_READS, Suspicions } from '../../replicated-log/invariants/suspicions'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { nameEntry } from '../../replicated-log/invariants/view'

/** While a node leads, no log holds an entry of its term that its own lacks: only the leader makes them (Raft §5.3). */
export class LeaderLogLongest implements Judge {
  readonly name = 'leader-log-longest'
  readonly reads = SUSPICION_READS
  private readonly suspicions = new Suspicions()

  judge(event: LabEvent, view: ClusterView): Violation | null {
    const settled = this.suspicions.settle(event)
    return settled ?? (LogAppend.is(event) ? this.compare(event, view) : null)
  }

  private compare({ node, data: { entries }, t, seq }: LogAppend, view: ClusterView): Violation | null {
    const { leader } = view
    const newest = entries.at(-1)!
    if (leader === null || !view.leads || node === leader.node || newest.term !== leader.term) return null
    // Whoever no longer leads need not keep its entries.
    const isCleared = (): boolean => view.leader !== leader || !view.leads || view.holds(leader.node, newest)
    if (isCleared()) return null
    const text = `${node} holds ${nameEntry(newest)}, but ${leader.node}, which leads that term, does not`
    const violation = { text, events: [leader.seq, seq] }
    return this.suspicions.raise({ t, suspects: new Set([leader.node]), isEnough: atLeast(1), isCleared, violation })
  }
}
