import { clauseOf, newestFault } from '../../folds/causes'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { NodeFigure, Panels } from '../../panels/panel'
import { declareStory, situations, stories } from '../../panels/story'
import { counted } from '../../text/counted'
import { halfDoneSagas, headline } from './headline'
import type { SagaPart } from './sagas'
import { sagasFold, stuckSagas } from './sagas'
import { BOOKINGS, EFFECTS } from './steps'

/** Sagas shown of a node. */
const SHOWN_MAX = 20
/** Members talk about sagas alone: less silence says nothing. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  story: stories(stuckStory(), dividedStory()),
  crash_hint: 'Right-click the one that takes bookings (or press C) to crash it, and look at what it leaves half done.',
  run: [],
  node: [
    { kind: 'table', title: 'Stuck sagas', columns: ['saga', 'waits for', 'as', 'since'], rows: stuckRows },
    { kind: 'table', title: 'Sagas under way', columns: ['saga', 'goes', 'done so far', 'since'], rows: openRows }
  ],
  figure,
  tag,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** Who takes bookings lists them all, a service those that are stuck with it. */
function stuckRows(run: RunFold, node: NodeId) {
  const fold = sagasFold.of(run)
  const all = fold === null ? [] : stuckSagas(fold)
  const own = takesBookings(run, node) ? all : all.filter(({ stuck }) => stuck.node === node)
  return limited(own, ({ saga, stuck }) => ({
    cells: [saga, stuck.waits_for, stuck.reason, seconds(stuck.since_us)],
    marked: true
  }))
}

function openRows(run: RunFold, node: NodeId) {
  const open = takesBookings(run, node) ? openSagas(run) : []
  return limited(open, (saga) => ({
    cells: [saga.saga, saga.turned_us === null ? 'forward' : `back: ${saga.reason}`, stepsText(saga), seconds(saga.from_us)],
    marked: saga.turned_us !== null
  }))
}

function limited<Item>(sagas: readonly Item[], rowOf: (saga: Item) => { cells: string[]; marked: boolean }) {
  const more = sagas.length - SHOWN_MAX
  return {
    shown: sagas.slice(0, SHOWN_MAX).map(rowOf),
    more: more > 0 ? `and ${more.toLocaleString('en')} more` : null
  }
}

function openSagas(run: RunFold): SagaPart[] {
  return [...(sagasFold.of(run)?.by_name.values() ?? [])].filter(({ to_us }) => to_us === null)
}

function stepsText({ effects }: SagaPart): string {
  const steps = effects.map(({ step, undone_us }) =>
    undone_us === null ? step : EFFECTS.find(({ name }) => name === step)!.compensation!
  )
  return steps.join(', ') || 'nothing'
}

function seconds(t_us: number): string {
  return `${(t_us / 1e6).toFixed(3)} s`
}

function takesBookings({ cluster }: RunFold, node: NodeId): boolean {
  return cluster.nodes.get(node)?.role === BOOKINGS
}

/** Who takes bookings has sagas under way, a service its steps of those that are half done. */
function figure(run: RunFold, node: NodeId): NodeFigure {
  if (takesBookings(run, node)) return { name: 'open', title: 'Sagas that have not ended', value: openSagas(run).length }
  const isHere = ({ effects }: SagaPart) => effects.some((effect) => effect.node === node && effect.undone_us === null)
  return { name: 'half done', title: 'Sagas half done with a step here', value: halfDoneSagas(run).filter(isHere).length }
}

/** `1 stuck`. */
function tag(run: RunFold, node: NodeId): string | null {
  const fold = sagasFold.of(run)
  const stuck = fold === null ? [] : stuckSagas(fold).filter((one) => one.stuck.node === node)
  return stuck.length > 0 ? `${stuck.length} stuck` : null
}

function stuckStory() {
  return situations([
    {
      name: 'stuck',
      now(run) {
        const fold = sagasFold.of(run)
        const [first, ...others] = fold === null ? [] : stuckSagas(fold)
        if (first === undefined) return null
        const { waits_for, reason } = first.stuck
        const more = others.length === 0 ? '' : `, and ${counted(others.length, 'other')}`
        return `${first.saga} is stuck${more}: ${waits_for} fails, as ${reason}. An operator may retry or skip it.`
      },
      over: () => 'No saga is stuck any more.'
    },
    {
      name: 'half-done',
      now(run) {
        if (!nobodyTakesBookings(run)) return null
        const half = halfDoneSagas(run).length
        if (half === 0) return null
        const fault = newestFault(run, () => true)
        const since = fault === null ? '' : ` since ${clauseOf(fault)}`
        return `${counted(half, 'saga')} ${half === 1 ? 'stays' : 'stay'} half done${since}, for all to see.`
      },
      over: () => null
    }
  ])
}

function nobodyTakesBookings({ cluster }: RunFold): boolean {
  return ![...cluster.nodes.values()].some(({ process, role }) => process === 'running' && role === BOOKINGS)
}

function dividedStory() {
  return declareStory({
    create: () => ({}),
    tell: () => [],
    divided: () => 'a saga over both sides stays half done'
  })
}
