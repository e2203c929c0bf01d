/** The models that look at reads and the writes they saw: all but sequential and eventual. */
import type { Judgement } from '../../../../src-shared/consistency'
import type { RecordedOperation } from '../../../workload/history'
import { undecided } from '../../judgement'
import { checkCausal, checkCausalConvergence, checkWritesFollowReads } from './causal'
import { explainFinding } from '../findings/counterexample'
import { decideAmbiguous } from '../findings/ambiguous-reads'
import { ambiguousReadsOf, readHistory } from '../execution/execution'
import type { Execution } from '../execution/execution'
import { describe } from '../findings/finding'
import type { Check } from '../findings/finding'
import type { Meter } from '../meter'
import { checkMonotonicReads } from './monotonic-reads'
import { checkReadYourWrites } from './read-your-writes'
import { extentOf, holding, violated } from '../findings/verdict-texts'
import { checkCausalMemory, checkMonotonicWrites, checkPram } from './views'
import type { Value } from '../execution/versions'

const CHECKS = {
  'causal-memory': checkCausalMemory,
  'causal-convergence': checkCausalConvergence,
  causal: checkCausal,
  pram: checkPram,
  'read-your-writes': checkReadYourWrites,
  'monotonic-reads': checkMonotonicReads,
  'monotonic-writes': checkMonotonicWrites,
  'writes-follow-reads': checkWritesFollowReads
} satisfies Record<string, Check>

export type TracedModel = keyof typeof CHECKS

const HOLDS: Readonly<Record<TracedModel, string>> = {
  'causal-memory': 'Each session saw an order of all writes that respects causes and explains everything it read',
  'causal-convergence': 'One order of all writes that respects causes explains every read from what came causally before it',
  causal: 'Every read is explained by what came causally before it',
  pram: 'Each session saw the writes of every other one in the order in which they were made',
  'read-your-writes': 'No session read a value older than what it had written itself',
  'monotonic-reads': 'No session went back behind a value that it had read',
  'monotonic-writes': "No session saw one session's writes out of order",
  'writes-follow-reads': 'No session saw a write without what its writer had read before it'
}

/** Judges one of these models. May throw `OutOfBounds`. */
export function judgeTraced(history: readonly RecordedOperation[], model: TracedModel, meter: Meter, initial: Value): Judgement {
  const { execution, opaque, torn } = readHistory(history, initial)
  if (opaque) return undecided(model, opaque)
  if (torn)
    return undecided(
      model,
      `${torn[0]!.client} #${torn[0]!.op} was seen to leave different values, so that no register explains it`
    )
  const decide = (part: Execution) => decideAmbiguous(part, CHECKS[model], meter)
  const { found, decided } = decide(execution)
  const extent = extentOf(history, execution)
  if (found)
    return violated(
      model,
      explainFinding(execution, found, (part) => decide(part).found),
      extent
    )
  if (decided) return holding(model, `${HOLDS[model]} (${extent}).`)
  const doubtful = ambiguousReadsOf(execution)
  const example = describe(execution.events[doubtful[0]!]!)
  return undecided(model, `${doubtful.length} reads saw values that were written more than once, for example ${example}`)
}
