import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { useScenarioText } from '../../../../src-renderer/stores/scenarioText'

const TEXT = 'name: one\ntitle: One # the first\n'
const OTHER = 'name: other\ntitle: Other\n'

beforeEach(() => setActivePinia(createPinia()))

/** A scenario of one's own in which somebody wrote. */
async function written() {
  const store = useScenarioText()
  await store.open(TEXT, { title: 'one', own_id: 'one' })
  store.text += 'duration: 5s\n'
  return store
}

test('a text in which nothing was written gives way without asking, also one that stands in no file', async () => {
  const store = useScenarioText()
  expect(await store.open(TEXT, { title: 'One', unsaved: true })).toBe(true)
  expect([store.edited, store.dirty]).toEqual([false, true])
  expect(await store.open(OTHER, { title: 'Other' })).toBe(true)
  expect(store.text).toBe(OTHER)
})

test('one with changes gives way only when the person says so', async () => {
  const store = await written()
  const kept = store.text
  const opening = store.open(OTHER, { title: 'Other', editing: true })
  expect(store.replacing?.title).toBe('Other')
  store.replacing!.answer(false)
  expect(await opening).toBe(false)
  expect([store.text, store.own_id, store.editing, store.replacing]).toEqual([kept, 'one', false, null])

  const again = store.open(OTHER, { title: 'Other', editing: true })
  store.replacing!.answer(true)
  expect(await again).toBe(true)
  expect([store.text, store.own_id, store.editing, store.dirty]).toEqual([OTHER, null, true, false])
})

test('what is opened while it is asked takes the place of what was to be opened', async () => {
  const store = await written()
  const first = store.open(OTHER, { title: 'Other' })
  const second = store.openCopy(OTHER)
  expect(await first).toBe(false)
  expect(store.replacing?.title).toBe('Other (copy)')
  store.replacing!.answer(true)
  await second
  expect(store.text).toContain('other-copy')
})

test('once saved it gives way', async () => {
  const store = await written()
  store.markSaved()
  expect(await store.open(OTHER, { title: 'Other' })).toBe(true)
})

test('renamed with its file it keeps what was changed', async () => {
  const store = await written()
  await store.rename('two', 'Two')
  expect(store.text).toBe('name: two\ntitle: Two # the first\nduration: 5s\n')
  expect([store.own_id, store.title, store.edited]).toEqual(['two', 'two', true])
})
