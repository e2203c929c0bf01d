/** Events of logical clocks: a diagram with a consistent cut, Lamport's total order beside real time, and what five clocks say. */
import { cutText, straightCut } from '../../src-shared/causality/cut'
import { eventsOfClocks } from '../../src-shared/causality/from-run'
import { clockedEvents, judgeClocks } from '../../src-shared/causality/five-clocks'
import { CausalHistory, eventName } from '../../src-shared/causality/history'
import { totalOrder } from '../../src-shared/causality/total-order'
import { vectorText } from '../../src-shared/causality/vectors'
import type { RunFold } from '../../src-shared/folds/run'
import { stampedFold } from '../../src-shared/protocols/clocks/stamped'
import { escapeXml } from './draw'
import { count, definitions, seconds, table } from './html-parts'
import type { Section } from './html-parts'
import { orderPicture } from './order-picture'

/** More could not be told apart in the picture. */
const EVENTS_MAX = 40

/** Of TrueTime's intervals, as large as its paper (Corbett et al. 2012) reports. */
const BOUND_MS = 7

/** Null: the run's protocol has no logical clocks of its own, or nothing happened. */
export function orderSection(fold: RunFold): Section | null {
  const told = stampedFold.of(fold)?.recent.toArray() ?? []
  if (told.length === 0) return null
  const history = new CausalHistory(eventsOfClocks(told.slice(0, EVENTS_MAX)))
  const nodes = [...fold.cluster.nodes.keys()]
  const middle = history.events[Math.floor((history.events.length - 1) / 2)]!
  const cut = straightCut(nodes, middle.t_us)
  const rows = totalOrder(history.events, nodes).map(({ event, real_place }, i) => [
    count(i + 1),
    escapeXml(eventName(event)),
    count(event.stamp!.lamport),
    vectorText(event.stamp!.vector),
    seconds(event.t_us / 1000),
    count(real_place)
  ])
  const left_out = told.length - history.events.length
  const note = left_out > 0 ? `<p class="muted">${count(left_out)} later events are in the recording.</p>` : ''
  const headings = ['Order#', 'Event', 'Lamport#', 'Vector', 'At#', 'Place by real time#']
  return {
    title: 'Order of events',
    body: `<figure>${orderPicture(history, nodes, cut)}<figcaption>At each event its Lamport and vector clock. ${escapeXml(cutText(history, cut))}</figcaption></figure>
${table('Lamport’s total order beside real time', headings, rows)}${note}${fiveClocks(history)}`
  }
}

/** Empty where nodes did not tell what their clocks showed. */
function fiveClocks(history: CausalHistory): string {
  if (clockedEvents(history).length < 2) return ''
  const scores = judgeClocks(history, BOUND_MS * 1000)
  const rows = scores.map(({ clock, causes, unrelated }) => [
    escapeXml(clock.name),
    ...[causes, unrelated].flatMap(({ right, wrong, silent }) => [count(right), count(wrong), count(silent)])
  ])
  const headings = ['Clock*', 'Causes: right#', 'wrong#', 'cannot say#', 'Unrelated: right#', 'wrong#', 'cannot say#']
  const caption = `Five clocks, one history: pairs of a cause and its effect, and unrelated pairs by real time; TrueTime with ±${BOUND_MS} ms`
  return table(caption, headings, rows) + definitions(scores.map(({ clock }) => [clock.name, clock.note] as const))
}
