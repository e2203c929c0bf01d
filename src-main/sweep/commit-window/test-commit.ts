/** One run of the table: what became of its transaction, and who had to wait for whom. */
import { findProtocol } from '../../../src-node/protocols/registry'
import type { WindowFindings, WindowOutcome } from '../../../src-shared/commit-window'
import type { LabEvent } from '../../../src-shared/events'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { transactionsFold } from '../../../src-shared/protocols/transactions/transactions'
import type { Part } from '../../../src-shared/protocols/transactions/transactions'
import { definitionOf } from '../../../src-shared/protocols/registry'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { simulate } from '../../lab/run/simulate'
import { problemsOf, STEPS_MAX } from '../void-run'

/** What goes wrong in running it is said of its cell: the others are worth having all the same. */
export function testCommit(scenario: Scenario, seed: number): WindowFindings {
  const protocol = findProtocol(scenario.cluster.protocol)
  const fold = createRunFold(definitionOf(protocol.description))
  const watch = new CrashWatch()
  try {
    simulate({
      scenario,
      protocol,
      seed,
      steps_max: STEPS_MAX,
      onEvents: (events) => {
        for (const event of events) {
          foldEvent(fold, event)
          watch.observe(event)
        }
      }
    })
    const parts = (transactionsFold.of(fold)?.parts.toArray() ?? []).filter(({ member }) => member === 'participant')
    return findingsOf(parts, watch, fold.cluster.now_us)
  } catch (error) {
    return { ...findingsOf([], watch, 0), error: (error as Error).message }
  }
}

/** Who died and when it came back, what the client was told, and what makes the run void. */
class CrashWatch {
  crashed: string | null = null
  back_us = Infinity
  answer: WindowFindings['answer'] = 'unknown'
  problem: string | null = null

  observe(event: LabEvent): void {
    this.problem ??= event.kind === 'violation' ? event.text : (problemsOf(event)[0] ?? null)
    if (event.kind === 'node-exited' && event.reason === 'crashed') this.crashed ??= event.node
    if (event.kind === 'node-ready' && event.node === this.crashed) this.back_us = event.t
    if (event.kind === 'ok' || event.kind === 'fail') this.answer = event.kind
  }
}

function findingsOf(parts: readonly Part[], { crashed, back_us, answer, problem }: CrashWatch, now_us: number): WindowFindings {
  const lengths = (counted: readonly Part[]) => counted.map(({ from_us, to_us }) => ((to_us ?? now_us) - from_us) / 1000)
  const alive = parts.filter(({ node }) => node !== crashed)
  return {
    outcome: outcomeOf(parts),
    blocked: alive.filter(({ to_us }) => (to_us ?? Infinity) >= back_us).map(({ node }) => node),
    in_doubt_ms: Math.max(0, ...lengths(alive)),
    locked_ms: Math.max(0, ...lengths(parts)),
    answer,
    error: problem
  }
}

/** Nobody has promised anything: then nothing can have been committed. */
function outcomeOf(parts: readonly Part[]): WindowOutcome {
  const outcomes = new Set(parts.map(({ outcome }) => outcome))
  if (outcomes.has('committed') && outcomes.has('aborted')) return 'differs'
  if (outcomes.has('open') || outcomes.has('unknown')) return 'open'
  return outcomes.has('committed') ? 'committed' : 'aborted'
}
