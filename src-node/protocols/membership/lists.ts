/** Whole lists: on joining, every so often with a random member, and with those who are taken for dead, so that a partition heals. */
import type { NodeId } from '../../../src-shared/ids'
import { JoinedThrough } from '../../../src-shared/protocols/membership/facts'
import { emit, send, setTimer } from '../kit/core'
import type { Core } from './core'
import type { News, Sync, SyncAnswer } from './messages'
import { newsOf, ownNews } from './news'
import { sample } from './random'
import type { MembershipState } from './state'
import { hearList } from './views'

function listOf(state: MembershipState): News[] {
  return [ownNews(state), ...[...state.members.values()].map(newsOf)]
}

function syncWith(core: Core, to: NodeId | undefined): void {
  if (to !== undefined) send(core, to, { type: 'sync', members: listOf(core.state) }, 'sync')
}

/** Asks one contact after the other, in a random order, until somebody has answered. */
export function onJoinTimer(core: Core): void {
  const { joined, contacts, settings } = core.state
  if (joined || contacts.length === 0) return
  syncWith(core, sample(contacts, 1, core.random)[0])
  setTimer(core, 'join', settings.period_us)
}

export function onSyncTimer(core: Core): void {
  const { state, random } = core
  setTimer(core, 'sync', state.settings.sync_us)
  const alive = [...state.members.values()].filter(({ status }) => status === 'alive')
  if (!state.leaving) syncWith(core, sample(alive, 1, random)[0]?.id)
}

/** What plain SWIM lacks: members that take each other for dead say nothing to each other any more. */
export function onReconnectTimer(core: Core): void {
  const { state, random } = core
  setTimer(core, 'reconnect', state.settings.reconnect_us)
  const dead = [...state.members.values()].filter(({ status }) => status === 'dead').map(({ id }) => id)
  const unknown = state.contacts.filter((id) => !state.members.has(id))
  if (!state.leaving) syncWith(core, sample([...dead, ...unknown], 1, random)[0])
}

export function onSync(core: Core, from: NodeId, { members }: Sync): void {
  const { state } = core
  const isTold = (news: News): boolean => !(state.switches['newcomers-untold'] && news.member === from)
  hearList(core, from, members, isTold)
  send(core, from, { type: 'sync-answer', members: listOf(state) }, 'sync')
}

export function onSyncAnswer(core: Core, from: NodeId, { members }: SyncAnswer): void {
  const { state } = core
  hearList(core, from, members, () => true)
  if (state.joined) return
  state.joined = true
  emit(core, JoinedThrough.of(state.id, { member: from, members: members.length }))
}
