/** Whether nodes say what they may, once, and with reason. */
import type { LabEvent } from '../../../../src-shared/events'
import { BitDecided, BitProposed, BitReported } from '../../../../src-shared/protocols/ben-or/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Words of rounds that are remembered. */
const WORDS_MAX = 16_384

export class SaidOnce implements LiveInvariant {
  readonly name = 'said-once'
  readonly reads = [BitReported.name, BitProposed.name]
  private readonly words = new Map<string, { readonly bit: number | null; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (!BitReported.is(event) && !BitProposed.is(event)) return null
    const { node, seq, data } = event
    const { instance, round, bit } = data
    const what = BitReported.is(event) ? 'reports' : 'proposes'
    const name = `${node} ${instance} ${round} ${what}`
    const before = this.words.get(name)
    if (before === undefined) setBounded(this.words, name, { bit, seq }, WORDS_MAX)
    if (before === undefined || before.bit === bit) return null
    const text = `${node} ${what} ${bit ?? 'nothing'} in round ${round} of instance ${instance}, after it said ${before.bit ?? 'nothing'}`
    return { text, events: [before.seq, seq] }
  }
}

export class OneProposalARound implements LiveInvariant {
  readonly name = 'one-proposal-a-round'
  readonly reads = [BitProposed.name]
  private readonly first = new Map<string, BitProposed>()

  observe(event: LabEvent): Violation | null {
    if (!BitProposed.is(event) || event.data.bit === null) return null
    const { instance, round, bit } = event.data
    const name = `${instance} ${round}`
    const first = this.first.get(name)
    if (first === undefined) setBounded(this.first, name, event, WORDS_MAX)
    if (first === undefined || first.data.bit === bit) return null
    const text = `in round ${round} of instance ${instance} ${first.node} proposes ${first.data.bit} and ${event.node} proposes ${bit}`
    return { text, events: [first.seq, event.seq] }
  }
}

export class HeardEnough implements LiveInvariant {
  readonly name = 'heard-enough'
  readonly reads = [BitReported.name, BitProposed.name]

  constructor(private readonly enough: number) {}

  observe(event: LabEvent): Violation | null {
    const heard = BitProposed.is(event) ? event.data : BitReported.is(event) && event.data.round > 1 ? event.data.heard : null
    if (heard === null) return null
    const messages = heard.zeros + heard.ones + ('none' in heard ? heard.none : 0)
    if (messages >= this.enough) return null
    const { node, seq, data } = event as BitReported | BitProposed
    const text = `${node} ends a phase at round ${data.round} of instance ${data.instance} with ${messages} messages of ${this.enough}`
    return { text, events: [seq] }
  }
}

export class ProposedByMajority implements LiveInvariant {
  readonly name = 'proposed-by-majority'
  readonly reads = [BitProposed.name]

  constructor(private readonly nodes: number) {}

  observe(event: LabEvent): Violation | null {
    if (!BitProposed.is(event)) return null
    const { node, seq, data } = event
    const { instance, round, bit, zeros, ones } = data
    const reports = bit === 1 ? ones : zeros
    if (bit === null || reports > this.nodes / 2) return null
    const text = `${node} proposes ${bit} in round ${round} of instance ${instance} after ${reports} reports of it from ${this.nodes} nodes`
    return { text, events: [seq] }
  }
}

export class ProposalAdopted implements LiveInvariant {
  readonly name = 'proposal-adopted'
  readonly reads = [BitReported.name]

  observe(event: LabEvent): Violation | null {
    if (!BitReported.is(event)) return null
    const { node, seq, data } = event
    const { instance, round, source, heard } = data
    if (source === 'proposal' || heard.zeros + heard.ones === 0) return null
    const text = `${node} has its bit of round ${round} of instance ${instance} from its ${source}, though it has heard a proposal`
    return { text, events: [seq] }
  }
}

export class DecidedByMoreThanFaulty implements LiveInvariant {
  readonly name = 'decided-by-more-than-faulty'
  readonly reads = [BitDecided.name]

  constructor(private readonly decide: number) {}

  observe(event: LabEvent): Violation | null {
    if (!BitDecided.is(event) || event.data.told_by !== null) return null
    const { node, seq, data } = event
    const { instance, bit, proposals } = data
    if (proposals >= this.decide) return null
    const text = `${node} decides ${bit} in instance ${instance} by ${proposals} proposals of ${this.decide} that are needed`
    return { text, events: [seq] }
  }
}
