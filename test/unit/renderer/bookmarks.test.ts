import { expect, test } from 'vitest'
import { Bookmarks } from '../../../src-renderer/lab/run/bookmarks'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { minuteOfRaft } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

function bookmarksOfMinute(): Bookmarks {
  const cluster = createClusterFold(raft.description)
  const bookmarks = new Bookmarks(cluster, 'term')
  for (const event of minuteOfRaft()) {
    foldCluster(cluster, event)
    bookmarks.observe(event)
  }
  return bookmarks
}

test('keeps faults, new leaders, and processes that end or come back, in the order of the stream', () => {
  const { all } = bookmarksOfMinute()
  const titles = all.map(({ title }) => title)
  for (const title of ['n1 became leader in term 1', 'cut n1 n2 | n3 n4 n5', 'n4 crashed', 'n4 is back']) {
    expect(titles).toContain(title)
  }
  expect(titles.indexOf('n4 crashed')).toBeLessThan(titles.indexOf('n4 is back'))
  expect(all.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq).sort((a, b) => a - b))
  // A leader that says it again is no new one.
  expect(titles.filter((title) => title === 'n3 became leader in term 3')).toHaveLength(1)
})

test('finds the bookmarks around a position', () => {
  const bookmarks = bookmarksOfMinute()
  const [first, second, third] = bookmarks.all
  expect(bookmarks.before(second!.seq)).toBe(first)
  expect(bookmarks.before(second!.seq + 1)).toBe(second)
  expect(bookmarks.after(second!.seq)).toBe(third)
  expect(bookmarks.after(second!.seq - 1)).toBe(second)
  expect(bookmarks.before(first!.seq)).toBe(null)
  expect(bookmarks.after(Infinity)).toBe(null)
})
