/** One member of a transaction by itself: it is handed messages, and what it does is looked at. */
import { atomicCommit } from '../../../src-node/protocols/atomic-commit'
import type { AtomicCommitEffect } from '../../../src-node/protocols/atomic-commit/core'
import type { AtomicCommitMessage } from '../../../src-node/protocols/atomic-commit/messages'
import type { AtomicCommitRecord } from '../../../src-node/protocols/atomic-commit/state'
import type { ShardStep } from '../../../src-node/protocols/kit/transactions/steps'
import type { Boot, Input } from '../../../src-node/protocols/contract'
import type { Parameters } from '../../../src-shared/description/protocol-description'
import { description } from '../../../src-shared/protocols/atomic-commit/description'

const STAMP = { physical_us: 1, counter: 0 }
const DEFAULTS = Object.fromEntries(Object.entries(description.parameters).map(([name, one]) => [name, one.default]))

interface MemberOptions {
  readonly id: string
  readonly parameters?: Parameters
  /** What its disk holds. */
  readonly records?: readonly AtomicCommitRecord[]
  /** Where its boots draw from; another number is another boot. */
  readonly random?: number
}

/** C coordinates, P and Q take part. */
export class Member {
  private readonly state
  private incarnation = 0

  constructor({ id, parameters = {}, records = [], random = 0.5 }: MemberOptions) {
    const given = {
      id,
      nodes: ['C', 'P', 'Q'],
      generation: 0,
      parameters: { ...DEFAULTS, ...parameters },
      switches: [],
      recovered: { snapshot: null, records }
    }
    this.context = { now_us: 0, random: () => random }
    this.state = atomicCommit.boot(given as unknown as Boot<AtomicCommitRecord, never>, this.context).state
  }

  private readonly context

  hears(from: string, message: AtomicCommitMessage): readonly AtomicCommitEffect[] {
    return this.step({ kind: 'message', from, message })
  }

  step(input: Input<AtomicCommitMessage>): readonly AtomicCommitEffect[] {
    return atomicCommit.step(this.state, [input], this.context)
  }

  /** Executes one step; what it did. */
  executes(transaction: string, step: ShardStep): readonly AtomicCommitEffect[] {
    const message = { type: 'execute', transaction, age: STAMP, snapshot: STAMP, number: 0, step, incarnation: null } as const
    const effects = this.hears('C', message)
    for (const { incarnation } of sent(effects, 'executed')) this.incarnation = incarnation
    return effects
  }

  prepares(transaction: string, incarnation = this.incarnation): readonly AtomicCommitEffect[] {
    return this.hears('C', { type: 'prepare', transaction, participants: ['P', 'Q'], incarnation, stamp: STAMP })
  }

  /** Of the boot in which it has executed steps. */
  get executed_in(): number {
    return this.incarnation
  }
}

/** The messages of the type that these effects send. */
export function sent<Type extends AtomicCommitMessage['type']>(
  effects: readonly AtomicCommitEffect[],
  type: Type
): Extract<AtomicCommitMessage, { readonly type: Type }>[] {
  return effects.flatMap((effect) =>
    effect.kind === 'send' && effect.message.type === type
      ? [effect.message as Extract<AtomicCommitMessage, { readonly type: Type }>]
      : []
  )
}

/** The kinds of records that they append. */
export function written(effects: readonly AtomicCommitEffect[]): string[] {
  return effects.flatMap((effect) => (effect.kind === 'append' ? [effect.record.kind] : []))
}
