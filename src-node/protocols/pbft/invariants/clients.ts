/** Whether honest nodes carry out what clients ask, and clients are told what honest nodes have carried out. */
import type { EventOf, LabEvent } from '../../../../src-shared/events'
import { isWrite } from '../../../../src-shared/operations'
import { BatchExecuted } from '../../../../src-shared/protocols/pbft/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { Suspicions } from './suspicions'

/** Operations that are remembered. */
const OPERATIONS_MAX = 100_000

export class RequestsAreClients implements LiveInvariant {
  readonly name = 'requests-are-clients'
  readonly reads = ['run-started', 'invoke', BatchExecuted.name]
  /** The newest operation of each client: they are numbered in turn. */
  private readonly asked = new Map<string, number>()
  private readonly suspicions = new Suspicions()

  observe(event: LabEvent): Violation | null {
    this.suspicions.observe(event)
    if (event.kind === 'invoke') {
      this.asked.set(event.client, Math.max(event.op, this.asked.get(event.client) ?? 0))
      this.suspicions.explain(`${event.client}:${event.op}`)
    }
    if (BatchExecuted.is(event)) this.judge(event)
    return this.suspicions.due(event.t)
  }

  private judge({ node, seq, t, data }: BatchExecuted): void {
    for (const name of data.requests.filter((name) => this.isForged(name)))
      this.suspicions.suspect(name, { text: `${node} carries out ${name}, which no client has asked for`, events: [seq] }, t)
  }

  private isForged(name: string): boolean {
    const at = name.lastIndexOf(':')
    return Number(name.slice(at + 1)) > (this.asked.get(name.slice(0, at)) ?? 0)
  }
}

export class AnswersCarriedOut implements LiveInvariant {
  readonly name = 'answers-carried-out'
  readonly reads = ['run-started', 'invoke', 'ok', 'fail', BatchExecuted.name]
  /** Writes under way, and whether an honest node has carried each out. */
  private readonly writes = new Map<string, boolean>()
  private readonly suspicions = new Suspicions()

  observe(event: LabEvent): Violation | null {
    this.suspicions.observe(event)
    if (event.kind === 'invoke' && isWrite(event.operation))
      setBounded(this.writes, `${event.client}:${event.op}`, false, OPERATIONS_MAX)
    else if (BatchExecuted.is(event)) this.carriedOut(event.data.requests)
    else if (event.kind === 'ok' || event.kind === 'fail') this.answered(event)
    return this.suspicions.due(event.t)
  }

  private carriedOut(names: readonly string[]): void {
    for (const name of names) {
      if (this.writes.has(name)) this.writes.set(name, true)
      this.suspicions.explain(name)
    }
  }

  private answered({ kind, client, op, seq, t }: EventOf<'ok' | 'fail'>): void {
    const name = `${client}:${op}`
    const is_carried_out = this.writes.get(name)
    this.writes.delete(name)
    if (kind === 'fail' || is_carried_out !== false) return
    this.suspicions.suspect(name, { text: `${name} is answered, though no honest node has carried it out`, events: [seq] }, t)
  }
}
