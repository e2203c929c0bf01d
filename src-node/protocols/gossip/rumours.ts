/** Rumour mongering: a site tells what is new to it until it has told it in vain too often (Demers et al. 1987, §1.4). */
import { InterestLost } from '../../../src-shared/protocols/gossip/facts'
import { isSameStamp } from '../../../src-shared/protocols/gossip/items'
import type { Item } from '../../../src-shared/protocols/gossip/items'
import type { NodeId } from '../../../src-shared/ids'
import { emitAfterLog } from '../kit/durable-events'
import type { Core } from './core'
import { roundNumber, tell } from './core'
import { learn } from './database'
import type { Feedback, Mark, Rumours } from './messages'
import type { GossipState, Rumour } from './state'

/** What a site has to say to the partner that it has chosen; nothing: it does not call. */
export function rumoursFor({ rumours, settings: { direction } }: GossipState): {
  readonly is_due: boolean
  readonly pull: boolean
} {
  const pull = direction !== 'push'
  return { is_due: pull || rumours.size > 0, pull }
}

export function openRumours(core: Core, to: NodeId): void {
  const { is_due, pull } = rumoursFor(core.state)
  if (is_due) tellRumours(core, to, core.state.settings.direction === 'pull' ? [] : hotItems(core.state), pull)
}

export function onRumours(core: Core, from: NodeId, { items, pull }: Rumours): void {
  // What it is about to learn it need not tell back.
  const own = pull ? hotItems(core.state) : []
  const marks = items.map((item): Mark => markOf(core, item, from))
  if (core.state.settings.feedback && marks.length > 0) tell(core, from, { type: 'feedback', marks })
  if (own.length > 0) tellRumours(core, from, own, false)
}

/**
 * What this site learned in this very round was needed as well: a round judges all tellings by what was known when it began, which is what the
 * paper's table 1 comes from.
 */
function markOf(core: Core, item: Item, from: NodeId): Mark {
  const { key, at_us, site } = item
  const { items, round } = core.state
  const held = items.get(key)
  const is_of_this_round = held !== undefined && held.round === round && isSameStamp(held.item, item)
  return { key, at_us, site, needed: learn(core, item, from, 'rumour') || is_of_this_round }
}

export function onFeedback({ state }: Core, { marks }: Feedback): void {
  for (const { key, needed, ...stamp } of marks) {
    const rumour = state.rumours.get(key)
    if (rumour === undefined || !isSameStamp(state.items.get(key)!.item, stamp)) continue
    if (needed) rumour.needed = true
    else rumour.unneeded = true
  }
}

/** The round is over: what was told in vain counts towards losing interest. */
export function endRoundOfRumours(core: Core): void {
  for (const [key, rumour] of core.state.rumours) {
    if (rumour.told && losesInterest(core, rumour)) loseInterest(core, key, rumour)
    rumour.told = rumour.needed = rumour.unneeded = false
  }
}

/** Rounds in vain count if they come one after the other: a telling that somebody needed starts the count anew. */
function losesInterest({ state: { settings, switches }, random }: Core, rumour: Rumour): boolean {
  const { needed, unneeded } = rumour
  const is_unanswered = settings.feedback && !needed && !unneeded
  if (is_unanswered && !switches['told-means-known']) return false
  if (needed) {
    rumour.in_vain = rumour.unanswered = 0
    return false
  }
  rumour.in_vain++
  if (is_unanswered) rumour.unanswered++
  return settings.interest === 'coin' ? random() < 1 / settings.k : rumour.in_vain >= settings.k
}

function loseInterest(core: Core, key: string, { tellings, in_vain, unanswered }: Rumour): void {
  const { state } = core
  const { at_us, site } = state.items.get(key)!.item
  state.rumours.delete(key)
  emitAfterLog(core, InterestLost.of(state.id, { key, at_us, site, tellings, in_vain, unanswered, round: roundNumber(core) }))
}

function tellRumours(core: Core, to: NodeId, items: readonly Item[], pull: boolean): void {
  const { rumours, counters } = core.state
  for (const { key } of items) {
    const rumour = rumours.get(key)!
    rumour.told = true
    rumour.tellings++
  }
  counters.sent += items.length
  tell(core, to, { type: 'rumours', items, pull })
}

function hotItems({ rumours, items }: GossipState): Item[] {
  return [...rumours.keys()].map((key) => items.get(key)!.item)
}
