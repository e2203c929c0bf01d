/** Losses and gains of elected leaders, and who does not know of them, in sentences. */
import { durationText } from '../../charts/time-scale'
import type { ProtocolDescription } from '../../description/protocol-description'
import { causeOf } from '../../folds/causes'
import type { RunFold } from '../../folds/run'
import { declareStory } from '../../panels/story'
import type { Story, StoryLine } from '../../panels/story'
import { counted } from '../../text/counted'
import { isUp } from '../../folds/cluster-reach'
import type { NodeId } from '../../ids'
import { ONLY_GROUP, leadershipFold, leadershipOf } from './leadership'
import type { GroupLeadership, Leader } from './leadership'
import { outdatedLeaders } from './outdated'

interface GroupStory {
  /** Of whom it was told last. */
  leader: Leader | null
  /** Why nobody leads now; null: not told yet, or somebody does. */
  cause: string | null
  /** Operations that had failed or were unknown when nobody led any more; null: somebody leads. */
  failed_before: number | null
}

interface LeadershipStory {
  readonly groups: Map<string, GroupStory>
  /** Since when leaders have been out of date, as was told, µs. */
  readonly outdated: Map<NodeId, number>
}

interface Words {
  readonly term_word: string
  readonly won: string
}

/** Where no fault explains it, shorter times without a leader are part of handing over, µs. */
const UNEXPLAINED_US = 100_000

/** `won`: how a node comes to lead. "There is no leader since n1 crashed: writes wait.", "n3 was elected in term 8, 412 ms after n1 crashed; 3 operations waited." */
export function leadershipStory({ term: term_word = 'term' }: Pick<ProtocolDescription, 'term'>, won = 'elected'): Story {
  return declareStory<LeadershipStory>({
    names_leaders: true,
    create: () => ({ groups: new Map(), outdated: new Map() }),
    tell({ groups, outdated }, run) {
      const lines: StoryLine[] = []
      for (const [name, now] of leadershipFold.of(run)?.groups ?? []) {
        const told = groups.get(name) ?? { leader: null, cause: null, failed_before: null }
        groups.set(name, told)
        const line = now.leader === null ? leaderlessLine(told, now, run, won) : leaderLine(told, now, run, { term_word, won })
        if (line === null) continue
        const text = name === ONLY_GROUP ? line.text : `${name}: ${line.text}`
        lines.push({ ...line, text, topic: `leader ${name}` })
      }
      return [...lines, ...outdatedLines(outdated, run, term_word)]
    }
  })
}

/** Who has not heard of the new leader, and when it has. While nobody leads, that is what is told. */
function outdatedLines(told: Map<NodeId, number>, run: RunFold, word: string): StoryLine[] {
  const leader = leaderOfAll(run)
  const now = new Map(leader === null ? [] : outdatedLeaders(run).map(({ node, term }) => [node, term]))
  const lines: StoryLine[] = []
  for (const [node, term] of now) {
    if (told.has(node)) continue
    told.set(node, run.cluster.now_us)
    const text = `${node}, leader of ${word} ${term}, is out of date: it has not heard of ${leader!.node} in ${word} ${leader!.term}.`
    lines.push({ text, level: 'warning', importance: 'effect', topic: `outdated ${node}` })
  }
  for (const [node, since_us] of told) {
    if (now.has(node)) continue
    told.delete(node)
    if (leader === null || !isUp(run.cluster, node) || leader.node === node) continue
    const text = `${node} stepped down: it was out of date for ${durationText((run.cluster.now_us - since_us) / 1000)}.`
    lines.push({ text, ...EVENT, topic: `outdated ${node}` })
  }
  return lines
}

function leaderOfAll(run: RunFold): Leader | null {
  const leadership = leadershipFold.of(run)
  return leadership === null ? null : leadershipOf(leadership).leader
}

function leaderlessLine(told: GroupStory, { gaps }: GroupLeadership, run: RunFold, won: string): StoryLine | null {
  told.failed_before ??= failedSoFar(run)
  const { before = null, start_us = 0 } = gaps.at(-1) ?? {}
  if (told.cause !== null || before === null) return null
  const cause = causeOf(run, before)
  if (cause === null && run.cluster.now_us - start_us < UNEXPLAINED_US) return null
  told.cause = cause ?? `${before} lost its followers`
  return {
    text: `There is no leader since ${told.cause}: writes wait until a node is ${won}.`,
    level: 'warning',
    importance: 'effect'
  }
}

function leaderLine(told: GroupStory, { leader, gaps }: GroupLeadership, run: RunFold, words: Words): StoryLine | null {
  const { leader: before, cause, failed_before } = told
  const { node, term } = leader!
  if (before?.node === node && before.term === term) return null
  Object.assign(told, { leader, cause: null, failed_before: null })
  const in_term = `in ${words.term_word} ${term}`
  if (cause === null && before !== null) return { text: `${node} took over from ${before.node} ${in_term}.`, ...EVENT }
  const { start_us = 0, end_us } = gaps.at(-1) ?? {}
  const gap = durationText(((end_us ?? run.cluster.now_us) - start_us) / 1000)
  const who = `${node} was ${words.won}${before?.node === node ? ' again' : ''} ${in_term}`
  if (cause === null) return { text: `${who}, ${gap} after the run began.`, ...EVENT }
  const waited = waitedText(run, failed_before ?? failedSoFar(run))
  return { text: `${who}, ${gap} after ${cause}${waited}.`, level: 'info', importance: 'effect' }
}

const EVENT = { level: 'info', importance: 'event' } as const

/** Operations that are open when a leader is there again, and those that did not live to see it. */
function waitedText(run: RunFold, failed_before: number): string {
  const failed = failedSoFar(run) - failed_before
  const waiting = run.operations.open.size
  const parts = [
    ...(waiting > 0 ? [`${counted(waiting, 'operation')} waited`] : []),
    ...(failed > 0 ? [`${failed.toLocaleString('en')} did not succeed`] : [])
  ]
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`
}

function failedSoFar({ operations }: RunFold): number {
  return operations.fail + operations.unknown
}
