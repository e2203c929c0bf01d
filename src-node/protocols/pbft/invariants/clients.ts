/** Whether honest nodes carry out what clients ask, and clients are told what honest nodes have carried out. */
import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { isWrite } from '../../../../src-shared/operations'
import { counted } from '../../../../src-shared/text/counted'
import { BatchExecuted, BatchTentative, TentativeUndone } from '../../../../src-shared/protocols/pbft/facts'
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
  readonly reads = ['run-started', 'invoke', 'ok', 'fail', BatchExecuted.name, BatchTentative.name]
  /** Writes under way, and whether an honest node has carried each out. */
  private readonly writes = new Map<string, boolean>()
  private readonly suspicions = new Suspicions()

  observe(event: LabEvent): Violation | null {
    this.suspicions.observe(event)
    if (event.kind === 'invoke' && isWrite(event.operation))
      setBounded(this.writes, `${event.client}:${event.op}`, false, OPERATIONS_MAX)
    else if (BatchExecuted.is(event) || BatchTentative.is(event)) this.carriedOut(event.data.requests)
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

/** A write under way, or one that a client takes for done and nobody has committed. */
interface Write {
  is_accepted: boolean
  /** Honest nodes that have carried it out tentatively, as the newest batch of each that holds it. */
  readonly holders: Map<NodeId, string>
}

/** Whether what clients take for done outlives every view change: one honest node more than a quorum can do without holds it, or somebody has committed it. */
export class AnswersKept implements LiveInvariant {
  readonly name = 'answers-kept'
  readonly reads = ['run-started', 'invoke', 'ok', 'fail', BatchExecuted.name, BatchTentative.name, TentativeUndone.name]
  private readonly open = new Map<string, Write>()
  private readonly suspicions = new Suspicions()

  /** `holders`: so many honest ones at least. */
  constructor(private readonly holders: number) {}

  observe(event: LabEvent): Violation | null {
    this.suspicions.observe(event)
    if (event.kind === 'invoke' && isWrite(event.operation))
      setBounded(this.open, `${event.client}:${event.op}`, { is_accepted: false, holders: new Map() }, OPERATIONS_MAX)
    else if (event.kind === 'fail') this.open.delete(`${event.client}:${event.op}`)
    else if (event.kind === 'ok') this.accepted(event)
    else if (BatchTentative.is(event)) this.held(event)
    else if (TentativeUndone.is(event)) this.undone(event)
    else if (BatchExecuted.is(event)) this.committed(event.data.requests)
    return this.suspicions.due(event.t)
  }

  private accepted({ client, op, seq, t }: EventOf<'ok'>): void {
    const name = `${client}:${op}`
    const write = this.open.get(name)
    if (write === undefined) return
    write.is_accepted = true
    this.judge(name, write, seq, t)
  }

  private held({ node, data }: BatchTentative): void {
    for (const name of data.requests) {
      const write = this.open.get(name)
      write?.holders.set(node, `${data.n} ${data.digest}`)
      if (write !== undefined && write.holders.size >= this.holders) this.suspicions.explain(name)
    }
  }

  private undone({ node, seq, t, data }: TentativeUndone): void {
    for (const name of data.requests) {
      const write = this.open.get(name)
      if (write?.holders.get(node) !== `${data.n} ${data.digest}`) continue
      write.holders.delete(node)
      if (write.is_accepted) this.judge(name, write, seq, t)
    }
  }

  private committed(names: readonly string[]): void {
    for (const name of names) {
      this.open.delete(name)
      this.suspicions.explain(name)
    }
  }

  private judge(name: string, { holders }: Write, seq: number, t: number): void {
    if (holders.size >= this.holders) return
    const text = `${name} is answered, though no more than ${counted(holders.size, 'honest node')} can vouch for it, and nobody has committed it`
    this.suspicions.suspect(name, { text, events: [seq] }, t)
  }
}
