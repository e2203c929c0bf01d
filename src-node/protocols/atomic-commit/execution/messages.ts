/** What coordinator and shards say to each other while a transaction's steps are executed. */
import { hybridText } from '../../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import { fieldsOf, isBoolean, isCount, isHybridTime, isListOf, isText, isUndeclared } from '../../kit/well-formed'
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { ShardStep } from '../../kit/transactions/steps'
import type { Blocker } from '../../kit/transactions/locks'
import { isShardStep, isStepAnswer } from '../../kit/transactions/well-formed'

/** Coordinator: do this step, whose number counts all steps of the transaction. */
export interface Execute {
  readonly type: 'execute'
  readonly transaction: string
  readonly age: HybridTime
  readonly snapshot: HybridTime
  readonly number: number
  readonly step: ShardStep
  /** The shard's, if it has executed something of the transaction; null: this is the first. */
  readonly incarnation: number | null
}

/** Shard: it is done. */
export interface Executed {
  readonly type: 'executed'
  readonly transaction: string
  readonly number: number
  readonly result: { readonly answer: StepAnswer }
  readonly incarnation: number
  readonly clock: HybridTime
}

/** Shard: the step waits for these. */
export interface Waits {
  readonly type: 'waits'
  readonly transaction: string
  readonly number: number
  readonly blockers: readonly Blocker[]
}

/** Shard: the step may not be done, and the transaction must abort. */
export interface Refused {
  readonly type: 'refused'
  readonly transaction: string
  readonly reason: string
  /** For the sake of others that want the same locks. */
  readonly is_victim: boolean
  readonly clock: HybridTime
}

/** Shard: this transaction must abort for the sake of another. */
export interface Wounded {
  readonly type: 'wounded'
  readonly transaction: string
  readonly reason: string
}

/** Shard: nothing has been heard of the transaction for long. */
export interface StillOpen {
  readonly type: 'still-open'
  readonly transaction: string
}

/** Coordinator: the transaction is not under way; let go of what it holds unless it is prepared. */
export interface Over {
  readonly type: 'over'
  readonly transaction: string
}

/** Coordinator: the transaction is under way. */
export interface UnderWay {
  readonly type: 'under-way'
  readonly transaction: string
}

export type ExecutionMessage = Execute | Executed | Waits | Refused | Wounded | StillOpen | Over | UnderWay

/** What follows the type and the transaction in one line for logs, transcripts and the screen. */
export function detailOf(message: ExecutionMessage): string {
  switch (message.type) {
    case 'execute':
      return `step=${message.number} ${stepText(message.step)} snapshot=${hybridText(message.snapshot)}`
    case 'executed':
      return `step=${message.number} answer=${JSON.stringify(message.result.answer)}`
    case 'waits':
      return `step=${message.number} for=${message.blockers.map(({ transaction, on }) => `${transaction} at ${on}`).join(', ')}`
    case 'refused':
    case 'wounded':
      return message.reason
    case 'still-open':
    case 'over':
    case 'under-way':
      return ''
  }
}

function stepText(step: ShardStep): string {
  switch (step.do) {
    case 'scan':
      return `scan ${step.prefix}*`
    case 'add':
      return `add ${step.key} ${step.by}`
    case 'read':
      return `read ${step.key}`
    default:
      return `${step.do} ${step.key}=${step.value}`
  }
}

/** `transaction` has been looked at. */
export function isWellFormedExecution(message: ExecutionMessage): boolean {
  switch (message.type) {
    case 'execute':
      return (
        isHybridTime(message.age) &&
        isHybridTime(message.snapshot) &&
        isCount(message.number) &&
        isShardStep(message.step) &&
        (message.incarnation === null || isCount(message.incarnation))
      )
    case 'executed':
      return (
        isCount(message.number) &&
        isStepAnswer(fieldsOf(message.result)['answer']) &&
        isCount(message.incarnation) &&
        isHybridTime(message.clock)
      )
    case 'waits':
      return isCount(message.number) && isListOf(message.blockers, isBlocker)
    case 'refused':
      return isText(message.reason) && isBoolean(message.is_victim) && isHybridTime(message.clock)
    case 'wounded':
      return isText(message.reason)
    case 'still-open':
    case 'over':
    case 'under-way':
      return true
    default:
      return isUndeclared(message)
  }
}

function isBlocker(blocker: unknown): boolean {
  const { transaction, on } = fieldsOf(blocker)
  return isText(transaction) && isText(on)
}
