/** Judges histories for pages, in threads of their own, until somebody cancels. */
import type { Judgement, Model } from '../../src-shared/consistency'
import { judgeHistory } from '../checkers/judge'
import { undecided } from '../checkers/judgement'
import type { RecordedOperation } from '../workload/history'

const CANCELLED = 'judging was cancelled'

export class Judging {
  private readonly running = new Set<AbortController>()

  /** What is cancelled is undecided. */
  async judge(history: readonly RecordedOperation[], models: readonly Model[]): Promise<readonly Judgement[]> {
    const abort = new AbortController()
    this.running.add(abort)
    try {
      return await judgeHistory(history, models, { signal: abort.signal })
    } catch (error) {
      if (!abort.signal.aborted) throw error
      return models.map((model) => undecided(model, CANCELLED))
    } finally {
      this.running.delete(abort)
    }
  }

  cancel(): void {
    for (const abort of this.running) abort.abort(new Error(CANCELLED))
  }
}
