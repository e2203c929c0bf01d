/**
 * Learners (dissertation §4.2.1): a node that comes to the cluster gets the log without a vote, so that the others go on without waiting
 * for it. It catches up in rounds: each replicates what the log held when the round began. It is ready when a round took less than an
 * election timeout, for then its vote costs the cluster no longer a wait than an election does.
 */
import type { NodeId } from '../../../src-shared/ids'
import { note } from '../kit/core'
import { lastIndex } from '../replicated-log/log'
import { membersOf } from '../replicated-log/membership'
import type { Core } from './core'
import { counts, newProgress } from './progress'
import type { CatchUp, Leading, RaftState } from './state'

/** Who is sent entries: everybody in a configuration that may still be in force, and nobody else. */
export function syncProgress(state: RaftState, leading: Leading): void {
  const members = membersOf(state.configurations)
  for (const peer of leading.progress.keys()) if (!members.includes(peer)) leading.progress.delete(peer)
  for (const peer of members)
    if (peer !== state.id && !leading.progress.has(peer)) leading.progress.set(peer, newProgress(lastIndex(state.log)))
  const learners = (state.membership.learners ?? []).filter((learner) => learner !== state.id)
  for (const learner of leading.catching_up.keys()) if (!learners.includes(learner)) leading.catching_up.delete(learner)
  for (const learner of learners) if (!leading.catching_up.has(learner)) leading.catching_up.set(learner, newCatchUp(state))
  leading.is_settled = false
}

/** Ends rounds that are complete and begins the next. */
export function followCatchUp(core: Core, leading: Leading): void {
  const { state } = core
  for (const [learner, catch_up] of leading.catching_up) {
    const progress = leading.progress.get(learner)!
    if (catch_up.outcome !== 'open' || !counts(progress) || progress.match < catch_up.target) continue
    const { round, began_us } = catch_up
    if (state.now_us - began_us < state.settings.election_timeout_us[0]) catch_up.outcome = 'ready'
    else if (round >= state.settings.learner_rounds_max) {
      catch_up.outcome = 'slow'
      note(core, 'membership', `${learner} does not catch up in ${round} rounds and stays a learner`)
    } else Object.assign(catch_up, newCatchUp(state), { round: round + 1 })
  }
}

/** Whether some learner may yet become ready. */
export function isCatchingUp({ catching_up }: Leading): boolean {
  for (const { outcome } of catching_up.values()) if (outcome === 'open') return true
  return false
}

export function isReady({ catching_up }: Leading, learner: NodeId): boolean {
  return catching_up.get(learner)?.outcome === 'ready'
}

function newCatchUp({ log, now_us }: RaftState): CatchUp {
  return { round: 1, target: lastIndex(log), began_us: now_us, outcome: 'open' }
}
