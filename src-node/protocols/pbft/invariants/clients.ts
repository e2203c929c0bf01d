/** Whether honest nodes carry out what clients ask, and clients are told what honest nodes have carried out. */
import type { LabEvent } from '../../../../src-shared/events'
import { isWrite } from '../../../../src-shared/operations'
import { BatchExecuted } from '../../../../src-shared/protocols/pbft/facts'
import type { Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { AmongHonest } from './honest'

/** Operations that are remembered. */
const OPERATIONS_MAX = 100_000

export class RequestsAreClients extends AmongHonest {
  readonly name = 'requests-are-clients'
  /** The newest operation of each client: they are numbered in turn. */
  private readonly asked = new Map<string, number>()

  constructor() {
    super(['invoke', BatchExecuted.name])
  }

  protected observeHonest(event: LabEvent): Violation | null {
    if (event.kind === 'invoke') this.asked.set(event.client, Math.max(event.op, this.asked.get(event.client) ?? 0))
    if (!BatchExecuted.is(event)) return null
    const { node, seq, data } = event
    const forged = data.requests.find((name) => this.isForged(name))
    return forged === undefined ? null : { text: `${node} carries out ${forged}, which no client has asked for`, events: [seq] }
  }

  private isForged(name: string): boolean {
    const at = name.lastIndexOf(':')
    return Number(name.slice(at + 1)) > (this.asked.get(name.slice(0, at)) ?? 0)
  }
}

export class AnswersCarriedOut extends AmongHonest {
  readonly name = 'answers-carried-out'
  /** Writes under way, and whether an honest node has carried each out. */
  private readonly writes = new Map<string, boolean>()

  constructor() {
    super(['invoke', 'ok', 'fail', BatchExecuted.name])
  }

  protected observeHonest(event: LabEvent): Violation | null {
    if (event.kind === 'invoke' && isWrite(event.operation))
      setBounded(this.writes, `${event.client}:${event.op}`, false, OPERATIONS_MAX)
    else if (BatchExecuted.is(event))
      for (const name of event.data.requests) if (this.writes.has(name)) this.writes.set(name, true)
    if (event.kind !== 'ok' && event.kind !== 'fail') return null
    const name = `${event.client}:${event.op}`
    const is_carried_out = this.writes.get(name)
    this.writes.delete(name)
    if (event.kind === 'fail' || is_carried_out !== false) return null
    return { text: `${name} is answered, though no honest node has carried it out`, events: [event.seq] }
  }
}
