import type { ChartView } from '../../charts/definition'
import { lanesChart } from '../../charts/kinds/lanes'
import type { LaneBand } from '../../charts/kinds/lanes'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Effect, SagaPart } from './sagas'
import { halfDone, sagasFold } from './sagas'
import { EFFECTS } from './steps'

/** Bands drawn at once, the newest: more cannot be told apart. */
const BANDS_MAX = 2000

/** A lane for each member: a saga's steps for as long as it is half done (shaded), what is being taken back (dashed), and what is stuck. */
export const sagasChart = lanesChart({
  id: 'sagas',
  title: 'Sagas',
  subtitle: 'of each member: under way, half done for all to see (shaded), being taken back (dashed), stuck (!)',
  height_px: 190,
  least_px: 112,
  strip: true,
  applies: (run) => sagasFold.of(run) !== null,
  has_data: (run) => (sagasFold.of(run)?.sagas.length ?? 0) > 0,
  lanes: ({ cluster }) => [...cluster.nodes.keys()],
  bands: sagaBands,
  empty: 'no saga in this stretch'
})

interface Stretch extends Pick<LaneBand, 'mark' | 'style' | 'texts' | 'told'> {
  readonly node: NodeId
  readonly from_us: number
  /** null: it lasts. */
  readonly to_us: number | null
}

/** Those in the view, oldest first. */
function sagaBands(run: RunFold, view: ChartView): LaneBand[] {
  const lanes = new Map([...run.cluster.nodes.keys()].map((node, lane) => [node, lane]))
  const until_us = Math.min(view.to_us, run.cluster.now_us)
  const bands = (sagasFold.of(run)?.sagas.toArray() ?? []).flatMap(stretchesOf).flatMap((stretch): LaneBand[] => {
    const { node, mark, style, texts, told } = stretch
    const lane = lanes.get(node)
    const from_us = Math.max(stretch.from_us, view.from_us)
    const to_us = Math.min(stretch.to_us ?? until_us, until_us)
    return lane === undefined || to_us <= from_us ? [] : [{ lane, from_us, to_us, mark, style, texts, told, height: 0.75 }]
  })
  return bands.slice(-BANDS_MAX)
}

function stretchesOf(saga: SagaPart): Stretch[] {
  return [...whole(saga), ...saga.effects.flatMap((effect) => effectStretches(saga, effect)), ...stuckStretches(saga)]
}

const GLYPHS = { open: '?', turned: '↩', completed: '✓', 'taken back': '↩' } as const

/** In the lane of who takes bookings: forward, and back. */
function whole({ saga, node, from_us, turned_us, to_us, state }: SagaPart): Stretch[] {
  const glyph = GLYPHS[state]
  const look = { node, mark: (theme) => theme.tones.teal, texts: [`${glyph} ${saga}`, glyph] } satisfies Partial<Stretch>
  const forward: Stretch = { ...look, from_us, to_us: turned_us ?? to_us, style: 'filled', told: `${glyph} ${saga} is under way` }
  if (turned_us === null) return [forward]
  return [forward, { ...look, from_us: turned_us, to_us, style: 'dashed', told: `↩ ${saga} is being taken back` }]
}

/** In the lane of a service: its step while the saga is half done. */
function effectStretches(saga: SagaPart, { step, node, from_us, undone_us }: Effect): Stretch[] {
  const { turned_us } = saga
  const end_us = undone_us ?? halfDone(saga)?.to_us ?? saga.to_us
  const turn_us = turned_us === null ? null : Math.max(turned_us, from_us)
  const look = { node, mark: (theme) => theme.conditions.disturbed } satisfies Partial<Stretch>
  const done: Stretch = {
    ...look,
    from_us,
    to_us: turn_us ?? end_us,
    style: 'filled',
    texts: [`${step} ${saga.saga}`, step],
    told: `${node}: ${step} of ${saga.saga}, half done`
  }
  if (turn_us === null) return [done]
  const compensation = EFFECTS.find(({ name }) => name === step)!.compensation!
  const texts = [`↩ ${compensation} ${saga.saga}`, `↩ ${compensation}`, '↩']
  const told = `${node}: ${step} of ${saga.saga} until its ${compensation}`
  return [done, { ...look, from_us: turn_us, to_us: end_us, style: 'dashed', texts, told }]
}

function stuckStretches({ saga, stuck }: SagaPart): Stretch[] {
  return stuck.map(({ node, waits_for, reason, since_us, until_us }) => ({
    node,
    from_us: since_us,
    to_us: until_us,
    mark: (theme) => theme.conditions.cut,
    style: 'filled',
    texts: [`! ${waits_for} ${saga}`, '!'],
    told: `! ${saga} is stuck at ${waits_for}: ${reason}`
  }))
}
