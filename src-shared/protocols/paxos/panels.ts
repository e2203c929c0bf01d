import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Headline } from '../../panels/headline'
import type { NodeFigure, Panels } from '../../panels/panel'
import { situations } from '../../panels/story'
import { counted } from '../../text/counted'
import { listOf } from '../../text/list-text'
import { shortValue } from '../../text/value-text'
import { ballotText } from './ballot'
import type { Ballot } from './ballot'
import { decreesOf, openValues } from './decrees'
import type { Decree } from './decrees'

/** Keys shown of a node. */
const SHOWN_MAX = 20
/** So many ballots without a decision are worth a word. */
const DUEL_BALLOTS = 4
/** Nodes talk about proposals alone: less silence says nothing. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  story: situations([
    {
      name: 'duel',
      now(run) {
        const duel = longestDuel(run)
        if (duel === null) return null
        return `${listOf([...duel.proposers])} preempt each other: ${counted(duel.ballots, 'ballot')} for ${duel.key}, and nothing is chosen.`
      },
      over(run) {
        const [newest] = decreesOf(run).filter(({ chosen, ballots }) => chosen !== null && ballots >= DUEL_BALLOTS)
        if (newest === undefined) return null
        return `${shortValue(newest.chosen!.value)} is chosen for ${newest.key}, after ${counted(newest.ballots, 'ballot')}.`
      }
    }
  ]),
  crash_hint: 'Right-click a proposer (or press C) to crash it between two phases, and see what the next one finds.',
  run: [{ kind: 'lines', lines: valencyLines }],
  node: [
    { kind: 'table', title: 'Promised and accepted', columns: ['key', 'promised', 'accepted', 'in ballot'], rows: registerRows }
  ],
  figure,
  caption: newestCaption,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

const FIGURE_OF: Readonly<Record<string, Omit<NodeFigure, 'value'>>> = {
  acceptor: { name: 'accepted', title: 'Keys with an accepted value' },
  learner: { name: 'learned', title: 'Keys whose value is known to be chosen' }
}
const BALLOTS = { name: 'ballots', title: 'Ballots started' }

/** An acceptor starts no ballots, and a learner accepts nothing: each is told of by what it does. */
function figure({ cluster }: RunFold, id: NodeId): NodeFigure {
  const node = cluster.nodes.get(id)
  const shown = FIGURE_OF[node?.role ?? ''] ?? BALLOTS
  return { ...shown, value: node?.values[shown.name] ?? 0 }
}

/** "2 of 3 keys decided · k3 open after 14 ballots". */
function headline(run: RunFold): Headline | null {
  const decrees = decreesOf(run)
  if (run.cluster.nodes.size === 0) return null
  if (decrees.length === 0) return { parts: [{ text: 'Nothing is proposed', name: 'decided' }] }
  const decided = decrees.filter(({ chosen }) => chosen !== null)
  const open = decrees.filter(({ chosen, ballots }) => chosen === null && ballots > 0)
  const text =
    decrees.length === 1 && decided.length === 1
      ? `${shortValue(decided[0]!.chosen!.value)} is chosen for ${decided[0]!.key}`
      : `${decided.length} of ${counted(decrees.length, 'key')} decided`
  const parts: Headline['parts'][number][] = [{ text, name: 'decided' }]
  if (open.length > 0) {
    const worst = open.reduce((most, decree) => (decree.ballots > most.ballots ? decree : most))
    parts.push({ text: ` · ${worst.key} open after ${counted(worst.ballots, 'ballot')}`, name: 'open' })
  }
  return { parts }
}

/** The undecided key with most ballots of several proposers; null: none has had many. */
function longestDuel(run: RunFold): Decree | null {
  const duels = decreesOf(run).filter(
    ({ chosen, ballots, proposers }) => chosen === null && proposers.size > 1 && ballots >= DUEL_BALLOTS
  )
  return duels.length === 0 ? null : duels.reduce((most, decree) => (decree.ballots > most.ballots ? decree : most))
}

/** Which values can still be chosen for the keys that changed last. */
function valencyLines(run: RunFold): (readonly [string, string])[] {
  return decreesOf(run)
    .slice(0, SHOWN_MAX)
    .map((decree) => [decree.key, valencyText(run, decree)] as const)
}

function valencyText(run: RunFold, decree: Decree): string {
  const { chosen, learners } = decree
  if (chosen !== null) return `${shortValue(chosen.value)}, known to ${counted(learners.size, 'node')}`
  const { values, any } = openValues(run, decree)
  const open = values.map(shortValue)
  if (any) return open.length === 0 ? 'any value' : `${listOf(open)}, or any other`
  return open.length === 1 ? `${open[0]!} for certain, though nobody knows` : `${open.join(' or ')}`
}

function registerRows(run: RunFold, node: NodeId) {
  const held = decreesOf(run).flatMap(({ key, acceptors, chosen }) => {
    const view = acceptors.get(node)
    return view === undefined ? [] : [{ key, view, chosen }]
  })
  const more = held.length - SHOWN_MAX
  return {
    shown: held.slice(0, SHOWN_MAX).map(({ key, view: { promised, accepted }, chosen }) => ({
      cells: [key, ballotCell(promised), accepted === null ? '–' : shortValue(accepted.value), ballotCell(accepted?.ballot)],
      marked: chosen !== null && accepted !== null && accepted.value !== chosen.value
    })),
    more: more > 0 ? `and ${more.toLocaleString('en')} more` : null
  }
}

function ballotCell(ballot: Ballot | null | undefined): string {
  return ballot ? ballotText(ballot) : '–'
}

/** Of the key that changed last here: what it has accepted, else what it has promised; above it there may be a promise that is higher. */
function newestCaption(run: RunFold, node: NodeId): string {
  const view = decreesOf(run)
    .find(({ acceptors }) => acceptors.has(node))
    ?.acceptors.get(node)
  if (view === undefined) return ''
  const { promised, accepted } = view
  if (accepted !== null) return `${shortValue(accepted.value)} of ${ballotText(accepted.ballot)}`
  return promised === null ? '' : `promised ${ballotText(promised)}`
}
