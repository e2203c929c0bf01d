import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Line, Panels } from '../../panels/panel'
import { commitsFold, newestCommit, stampedAt } from './commits'
import { millisText } from './facts'
import { headline, msText } from './headline'

/** Leaders are heard more often than that. */
const SILENCE_MS = 2_000
/** Writes shown of a node. */
const LANES_MAX = 8
const LANES_US = 300_000

export const panels: Panels = {
  headline,
  crash_hint: 'Right-click a leader (or press C) to crash it: the next one starts above all timestamps in its log.',
  run: [
    { kind: 'lines', lines: runLines },
    { kind: 'own', name: 'commit-wait' }
  ],
  node: [{ kind: 'lanes', title: 'Last writes', span_us: LANES_US, lanes: lastWrites }],
  figure: (run, node) => ({
    name: 'ε µs',
    title: 'ε in µs: how far it takes its time to be off at most',
    value: Math.round((run.cluster.nodes.get(node)?.values['epsilon_ms'] ?? 0) * 1000)
  }),
  tag: waitingTag,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** What the newest write was stamped with, and how long it took. */
function runLines(run: RunFold): readonly Line[] {
  const commits = commitsFold.of(run)
  const newest = commits && newestCommit(commits)
  if (!newest) return []
  const { operation, at_us, epsilon_ms, wait_ms, replication_ms, whole_ms } = newest.data
  return [
    ['newest write', `${operation}, s = ${millisText(at_us)}`],
    ['ε then', msText(epsilon_ms)],
    ['commit wait', `${msText(wait_ms)}, twice ε is ${msText(2 * epsilon_ms)}`],
    ['replication', msText(replication_ms)],
    ['the whole', msText(whole_ms)]
  ]
}

/** Replication works; what is left of the commit wait after it holds the answer up. The newest first. */
function lastWrites(run: RunFold, node: NodeId) {
  const since_us = run.cluster.now_us - LANES_US
  const own = (commitsFold.of(run)?.recent.toArray() ?? []).filter((commit) => commit.node === node && commit.t >= since_us)
  return own
    .slice(-LANES_MAX)
    .reverse()
    .map((commit) => {
      const { operation, replication_ms, wait_ms } = commit.data
      const from_us = stampedAt(commit)
      const replicated_us = from_us + replication_ms * 1000
      const replication = {
        from_us,
        to_us: replicated_us,
        look: 'works' as const,
        text: `replicated in ${msText(replication_ms)}`
      }
      const waits = { from_us: replicated_us, to_us: commit.t, look: 'waits' as const, text: `commit wait ${msText(wait_ms)}` }
      return { name: operation, spans: commit.t > replicated_us ? [replication, waits] : [replication] }
    })
}

/** `3 writes wait`. */
function waitingTag(run: RunFold, node: NodeId): string | null {
  const waiting = run.cluster.nodes.get(node)?.values['waiting_commits'] ?? 0
  return waiting > 0 ? `${waiting} ${waiting === 1 ? 'write waits' : 'writes wait'}` : null
}
