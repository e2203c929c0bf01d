import { expect, test } from 'vitest'
import { FrameScheduler } from '../../../src-renderer/lab/frames/frameScheduler'
import type { FrameJob } from '../../../src-renderer/lab/frames/frameScheduler'

const BUDGET_MS = 8

/** A page whose clock moves with the work alone: `frame()` draws a frame and does what follows it. */
function pageAt(begun_ms = 0) {
  let now_ms = begun_ms
  let waiting: ((budget_ms: number) => void)[] = []
  const updates: (() => void)[] = []
  const settle = async () => updates.splice(0).forEach((update) => update())
  const scheduler = new FrameScheduler({
    now_ms: () => now_ms,
    afterFrame: (work) => void waiting.push(work),
    settled: settle
  })
  const log: string[] = []
  return {
    scheduler,
    log,
    now_ms: () => now_ms,
    pass: (ms: number) => void (now_ms += ms),
    /** What the page does when a turn is over, as a component's update. */
    update: (update: () => void) => void updates.push(update),
    async frame() {
      const due = waiting
      waiting = []
      for (const work of due) work(BUDGET_MS)
      await new Promise((settled) => setImmediate(settled))
    },
    idle: () => waiting.length === 0,
    /** Takes `cost_ms` a turn; has more to do for so many turns. */
    job(name: string, cost_ms: number, within_ms: number, more = 0): FrameJob {
      let left = more
      return {
        within_ms,
        run() {
          log.push(name)
          now_ms += cost_ms
          return left-- > 0
        }
      }
    }
  }
}

test('does nothing before a frame, and asks for none when nothing waits', async () => {
  const page = pageAt()
  expect(page.idle()).toBe(true)
  page.scheduler.request(page.job('a', 1, 0))
  expect(page.log).toEqual([])
  await page.frame()
  expect(page.log).toEqual(['a'])
  expect(page.idle()).toBe(true)
})

test('what is due first has the first turn', async () => {
  const page = pageAt()
  for (const job of [page.job('chart', 1, 250), page.job('fold', 1, 0), page.job('text', 1, 50)]) page.scheduler.request(job)
  await page.frame()
  expect(page.log).toEqual(['fold', 'text', 'chart'])
})

test('what the budget has no room for waits for the next frame', async () => {
  const page = pageAt()
  for (const job of [page.job('a', 5, 0), page.job('b', 5, 1), page.job('c', 5, 2)]) page.scheduler.request(job)
  await page.frame()
  expect(page.log).toEqual(['a', 'b'])
  await page.frame()
  expect(page.log).toEqual(['a', 'b', 'c'])
})

test('what took longer than what is left of a frame waits for one of its own', async () => {
  const page = pageAt()
  const [short, long] = [page.job('short', 3, 0), page.job('long', 7, 10)]
  page.scheduler.request(long)
  await page.frame()
  page.scheduler.request(short)
  page.scheduler.request(long)
  await page.frame()
  expect(page.log).toEqual(['long', 'short'])
  await page.frame()
  expect(page.log).toEqual(['long', 'short', 'long'])
})

test('the update that a turn brings about counts as part of it', async () => {
  const page = pageAt()
  const ticking: FrameJob = {
    within_ms: 0,
    run() {
      page.log.push('tick')
      page.update(() => page.pass(9))
      return false
    }
  }
  page.scheduler.request(ticking)
  page.scheduler.request(page.job('chart', 1, 250))
  await page.frame()
  expect(page.log).toEqual(['tick'])
})

test('a divisible job gets what is left and is told when to stop', async () => {
  const page = pageAt()
  const ends: number[] = []
  const fold: FrameJob = {
    within_ms: 10,
    divisible: true,
    run(end_ms) {
      ends.push(end_ms - page.now_ms())
      page.pass(end_ms - page.now_ms())
      return true
    }
  }
  page.scheduler.request(page.job('first', 5, 0))
  page.scheduler.request(fold)
  await page.frame()
  await page.frame()
  expect(ends).toEqual([BUDGET_MS - 5, BUDGET_MS])
})

test('work without end lets others have their turn when they are due', async () => {
  const page = pageAt()
  page.scheduler.request(page.job('fold', 8, 0, Infinity))
  page.scheduler.request(page.job('chart', 8, 20))
  for (let i = 0; i < 5; i++) await page.frame()
  expect(page.log).toEqual(['fold', 'fold', 'fold', 'chart', 'fold'])
})

test('a job has one turn in a frame, however often it is requested', async () => {
  const page = pageAt()
  const job = page.job('mount', 1, 0, 1)
  page.scheduler.request(job)
  page.scheduler.request(job)
  await page.frame()
  expect(page.log).toEqual(['mount'])
  await page.frame()
  expect(page.log).toEqual(['mount', 'mount'])
  expect(page.idle()).toBe(true)
})

test('a job that was taken back has no turn', async () => {
  const page = pageAt()
  const job = page.job('a', 1, 0)
  page.scheduler.request(job)
  page.scheduler.cancel(job)
  await page.frame()
  expect(page.log).toEqual([])
})

test('goes on with the others after one has failed', async () => {
  const page = pageAt()
  const failures: unknown[] = []
  const note = (error: unknown) => void failures.push(error)
  process.on('unhandledRejection', note)
  page.scheduler.request({
    within_ms: 0,
    run() {
      throw new Error('cannot draw')
    }
  })
  page.scheduler.request(page.job('b', 1, 1))
  await page.frame()
  await page.frame()
  process.off('unhandledRejection', note)
  expect(page.log).toEqual(['b'])
  expect(failures).toHaveLength(1)
})
