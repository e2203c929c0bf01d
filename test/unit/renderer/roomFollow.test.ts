import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Place } from '../../../src-shared/room/room-api'
import { useExplorer } from '../../../src-renderer/stores/explorer'
import { useLayout } from '../../../src-renderer/stores/layout'
import { useRoom } from '../../../src-renderer/stores/room'
import { useRoomFollow } from '../../../src-renderer/stores/roomFollow'

const LAB: Place = {
  ...{ run: 1, recording: null, seq: null, view: 'lab', compared: [], explored: null, term: null },
  ...{ tab: 'charts', nodes: [], link: null }
}

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal('document', { documentElement: { dataset: {}, toggleAttribute: () => {} } })
  setActivePinia(createPinia())
  useRoom().listener.onSelf({ role: 'participant', number: 2, tab: null, answers: {} })
})
afterEach(() => vi.unstubAllGlobals())

/** The instructor's page is there. */
async function goTo(place: Partial<Place>): Promise<void> {
  useRoom().listener.onPlace({ ...LAB, ...place })
  await nextTick()
}

test('whoever follows sees the view that the instructor sees, and the lab where that is for choosing alone', async () => {
  const follow = useRoomFollow()
  const seen: string[] = []
  for (const view of ['learn', 'explorer', 'glossary', 'lab', 'scenarios', 'recordings', 'compare', 'another']) {
    await goTo({ view })
    seen.push(follow.view)
  }
  expect(seen).toEqual(['learn', 'explorer', 'glossary', 'lab', 'lab', 'lab', 'lab', 'lab'])
  await goTo({ view: 'compare', compared: ['a', 'b'] })
  expect(follow.view).toBe('compare')
})

test('a word of the glossary and a cell of the explorer are shown as well', async () => {
  useRoomFollow()
  await goTo({ view: 'glossary', term: 'quorum' })
  expect(useLayout().glossaryTerm).toBe('quorum')
  await goTo({ view: 'explorer', explored: { tab: 'models', row: 'raft', part: 'cut' } })
  expect(useExplorer().chosen).toEqual({ row: 'raft', column: 'cut' })
})

test('whoever looks around or acts is in the lab', async () => {
  const follow = useRoomFollow()
  await goTo({ view: 'learn' })
  follow.following = false
  expect(follow.view).toBe('lab')
  follow.following = true
  const acting = { participant: 2, left_ms: null }
  useRoom().listener.onState({ open: true, present: 1, hands: [], acting, lesson: null, vote: null })
  expect(follow.view).toBe('lab')
})
