/** When each replica would campaign if it heard nothing more: as it last told, and as its leader's entries have set it since. */
import { durationText } from '../../charts/time-scale'
import type { LabEvent } from '../../events'
import type { ClusterFold } from '../../folds/cluster'
import { dutyOf } from '../../folds/cluster'
import { declareFold } from '../../folds/declared'
import type { RunFold } from '../../folds/run'
import type { Countdown, Holding } from '../../panels/holdings'
import { keysOfNode, replicaKey, replicaOf } from '../../replica'
import type { ReplicaKey } from '../../replica'
import { LogAppend } from '../replicated-log/facts'
import { ElectionTimer } from './facts'

interface Running {
  from_us: number
  /** null: between the bounds. */
  delay_us: number | null
  least_us: number
  most_us: number
}

type ElectionTimersFold = Map<ReplicaKey, Running>

export const electionTimersFold = declareFold<ElectionTimersFold>({
  create: () => new Map(),
  reads: [ElectionTimer.name, LogAppend.name, 'role', 'node-exited', 'member-left'],
  observe: foldTimers,
  forget: (timers) => timers.clear()
})

function foldTimers(timers: ElectionTimersFold, event: LabEvent, cluster: ClusterFold): void {
  if (ElectionTimer.is(event)) timers.set(replicaKey(event), { from_us: event.t, ...event.data })
  else if (LogAppend.is(event)) restart(timers, replicaKey(event), event.t)
  else if (event.kind === 'role' && dutyOf(cluster, event) === 'leads') timers.delete(replicaKey(event))
  else if (event.kind === 'node-exited' || event.kind === 'member-left')
    for (const key of keysOfNode(timers.keys(), event.node)) timers.delete(key)
}

/** Entries come from the leader alone, and set the timer anew; a leader's own have none to set. */
function restart(timers: ElectionTimersFold, key: ReplicaKey, t_us: number): void {
  const running = timers.get(key)
  if (running === undefined) return
  running.from_us = t_us
  running.delay_us = null
}

/** Of one that runs. */
export function countdownOf(run: RunFold, replica: ReplicaKey): Countdown | null {
  const timers = electionTimersFold.of(run)
  const running = timers?.get(replica)
  if (running === undefined) return null
  const { from_us, delay_us, least_us, most_us } = running
  let longest_us = 0
  for (const other of timers!.values()) longest_us = Math.max(longest_us, other.most_us)
  return { from_us, earliest_us: from_us + (delay_us ?? least_us), latest_us: from_us + (delay_us ?? most_us), longest_us }
}

export const electionTimer: Extract<Holding, { kind: 'timer' }> = {
  kind: 'timer',
  title: 'Election timer',
  of: countdownOf,
  text(run, replica) {
    const countdown = countdownOf(run, replica)
    const { now_us } = run.cluster
    if (countdown !== null) return leftText(countdown.earliest_us - now_us, countdown.latest_us - now_us)
    const duty = dutyOf(run.cluster, replicaOf(replica))
    if (duty === 'leads') return 'none: it leads'
    return run.cluster.nodes.get(replicaOf(replica).node)?.process === 'down' ? 'none: it is down' : 'not told'
  }
}

function leftText(earliest_us: number, latest_us: number): string {
  if (latest_us <= 0) return 'has run out'
  const latest = durationText(Math.round(latest_us / 1000))
  if (earliest_us === latest_us) return `runs out in ${latest}`
  return earliest_us <= 0 ? `runs out within ${latest}` : `runs out in ${Math.round(earliest_us / 1000)} to ${latest}`
}
