import { NEUTRAL_LOOK } from '../../description/role-look'
import { verdictOf } from '../../failure-detection/classes'
import { isUp } from '../../folds/cluster-reach'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Belief, Beliefs, PeerBelief } from '../../panels/beliefs'
import type { Headline } from '../../panels/headline'
import type { Claim, Line, NodePanel, PanelRow, Panels } from '../../panels/panel'
import { counted } from '../../text/counted'
import { listOfNodes } from '../../text/list-text'
import { classText, DETECTOR_TITLES, detectorsFold, suffixText } from './detectors'
import { gapWindows } from './gap-windows'
import { isRight, viewOf, wordOf } from './views'

/** Rows of a list, and members told of as seen differently, at once. */
const ROWS_MAX = 16

export const membersTable: NodePanel = {
  kind: 'table',
  title: 'Its list of members',
  columns: ['member', 'taken for', 'incarnation', 'by', 'since'],
  rows: listRows
}

export const panels: Panels = {
  headline,
  crash_hint: 'Right-click a member (or press C) to crash it: the others find out by themselves.',
  run: [
    {
      kind: 'claims',
      title: 'Which class each detector has reached',
      note: 'By Chandra and Toueg, in this run so far; “eventually”: from some moment on until now.',
      claims: detectorClaims
    },
    { kind: 'lines', lines: differences }
  ],
  node: [
    membersTable,
    {
      kind: 'distributions',
      title: 'Gaps between the heartbeats of each member',
      note: 'Bars: gaps in its window. Line: what φ takes them to be like. Upright line: the silence so far, with the share of gaps that are longer shaded. Dashed: from here on φ is at its threshold.',
      of: gapWindows
    }
  ],
  caption: ({ cluster }, node) => {
    const incarnation = cluster.nodes.get(node)?.values['incarnation']
    return incarnation === undefined ? '' : `inc. ${incarnation}`
  },
  beliefs: memberBeliefs,
  tag: suspicionTag
}

/** Tags are asked for often, and each looks at all members. */
const TAGGED_MAX = 64

/** `dead to 5, suspected by 2`, below a member that is up. */
export function suspicionTag(run: RunFold, member: NodeId): string | null {
  const fold = detectorsFold.of(run)
  if (fold === null || fold.views.size === 0 || run.cluster.nodes.size > TAGGED_MAX || !isUp(run.cluster, member)) return null
  const observers = [...run.cluster.nodes.keys()].filter((node) => node !== member && isUp(run.cluster, node))
  const whoSay = (word: string): NodeId[] => observers.filter((node) => wordOf(viewOf(fold.views, node, member)) === word)
  const [dead, suspect] = [whoSay('dead'), whoSay('suspect')]
  const texts = [
    ...(dead.length > 0 ? [`dead to ${dead.length}`] : []),
    ...(suspect.length > 0 ? [`suspected by ${suspect.length}`] : [])
  ]
  return texts.length === 0 ? null : texts.join(', ')
}

/** The class of each detector so far, and which property of a stronger one failed, where. */
function detectorClaims(run: RunFold): readonly Claim[] {
  const fold = detectorsFold.of(run)
  if (fold === null) return []
  return [...fold.histories].map(([name, history]) => {
    const verdict = verdictOf(history)
    return {
      of: DETECTOR_TITLES[name],
      claim: classText(verdict),
      text: `${suffixText(verdict, run.cluster.now_us)}; ${counted(history.mistakes, 'mistake')}`,
      failures: verdict.failures.map(({ property, text, t_us, seq }) => ({ what: `no ${property}`, text, t_us, seq }))
    }
  })
}

/** Of whom members think differently: `n4`: `alive at n1 and n2, suspect at n3`. */
export function differences(run: RunFold): Line[] {
  const fold = detectorsFold.of(run)
  if (fold === null || fold.views.size === 0) return []
  const nodes = [...run.cluster.nodes.keys()]
  const observers = nodes.filter((node) => isUp(run.cluster, node))
  return nodes
    .flatMap((member): Line[] => {
      const words = new Map<string, NodeId[]>()
      for (const node of observers) {
        if (node === member) continue
        const word = wordOf(viewOf(fold.views, node, member))
        words.set(word, [...(words.get(word) ?? []), node])
      }
      if (words.size < 2) return []
      return [[`${member} is taken for`, [...words].map(([word, by]) => `${word} at ${listOfNodes(by)}`).join(', ')]]
    })
    .slice(0, ROWS_MAX)
}

/** "5 of 6 members are up, and all know it" or "… · 3 pairs are wrong". */
function headline(run: RunFold): Headline | null {
  const { cluster } = run
  if (cluster.nodes.size === 0) return null
  const up = [...cluster.nodes.keys()].filter((node) => isUp(cluster, node))
  const wrong = up.filter((node) => wrongAbout(run, node).length > 0)
  const text = `${up.length} of ${counted(cluster.nodes.size, 'member')} ${up.length === 1 ? 'is' : 'are'} up`
  const known = wrong.length === 0 ? ', and all know it' : ` · wrong about it: ${listOfNodes(wrong)}`
  return {
    parts: [
      { text, name: 'up' },
      { text: known, name: 'known', ...(wrong.length === 0 && { muted: true as const }) }
    ]
  }
}

function wrongAbout(run: RunFold, node: NodeId): NodeId[] {
  const fold = detectorsFold.of(run)
  if (fold === null) return []
  return [...run.cluster.nodes.keys()].filter(
    (member) => member !== node && !isRight(viewOf(fold.views, node, member), isUp(run.cluster, member))
  )
}

function listRows(run: RunFold, node: NodeId): { readonly shown: readonly PanelRow[]; readonly more: string | null } {
  const fold = detectorsFold.of(run)
  const rows = [...run.cluster.nodes.keys()].flatMap((member): PanelRow[] => {
    const view = fold === null ? null : viewOf(fold.views, node, member)
    if (view === null) return []
    const cells = [member, wordOf(view), String(view.incarnation), view.by, `${(view.since_us / 1e6).toFixed(1)} s`]
    return [{ cells, marked: !isRight(view, isUp(run.cluster, member)) }]
  })
  const left = rows.length - ROWS_MAX
  return { shown: rows.slice(0, ROWS_MAX), more: left > 0 ? `and ${left} more` : null }
}

export function memberBeliefs(run: RunFold, node: NodeId): Beliefs | null {
  const fold = detectorsFold.of(run)
  const state = run.cluster.nodes.get(node)
  if (fold === null || state === undefined) return null
  if (state.process !== 'running')
    return { lines: [], peers: new Map(), text: `${node} is ${state.process}: it believes nothing`, wrong: false }
  const members = [...run.cluster.nodes.keys()]
  const peers = new Map(members.map((member): [NodeId, PeerBelief] => [member, peerOf(run, node, member)]))
  const believed = members.filter((member) => peers.get(member)!.look !== null)
  const actual = members.filter((member) => isUp(run.cluster, member))
  const wrong = wrongAbout(run, node)
  const line: Belief = { name: 'alive', believed: listOfNodes(believed), actual: listOfNodes(actual), wrong: wrong.length > 0 }
  const text = wrong.length === 0 ? `${node} knows who is up` : `${node} is wrong about ${listOfNodes(wrong)}`
  return { lines: [line], peers, text, wrong: wrong.length > 0 }
}

function peerOf(run: RunFold, node: NodeId, member: NodeId): PeerBelief {
  const { process } = run.cluster.nodes.get(member)!
  if (member === node) return { word: 'up', actual: null, look: NEUTRAL_LOOK }
  const view = viewOf(detectorsFold.of(run)!.views, node, member)
  const word = wordOf(view)
  const is_up = process === 'running'
  const actual = isRight(view, is_up) ? null : is_up ? 'up' : process
  const look = word === 'alive' || word === 'suspect' ? NEUTRAL_LOOK : null
  return {
    word: word === 'unknown' ? 'not heard of' : word,
    actual,
    look,
    ...(view !== null && { note: `incarnation ${view.incarnation}` })
  }
}
