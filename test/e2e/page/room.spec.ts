import type { Page } from '@playwright/test'
import { loadAxe, seriousViolations } from '../helpers/axe'
import { LabPage } from '../helpers/lab-page'
import { LessonPage } from '../helpers/lesson-page'
import { LAPTOP, PHONE, Room, doing } from '../helpers/room'
import { expect, test } from '../helpers/test'

// Six pages beside the cluster take their time.
test.slow()

/** Few events, as six pages on one computer follow them. */
const QUIET = `
name: quiet
title: A quiet cluster
cluster: { protocol: raft, nodes: 3 }
workload: { clients: 1, think_time: 250ms }
`

const phaseOf = (page: Page) => page.getByTestId('run-state')
const positionOf = (page: Page) => page.getByTestId('position')

/** Two with laptops, then three with phones. */
async function joinFive(room: Room): Promise<Page[]> {
  const pages: Page[] = []
  for (const viewport of [LAPTOP, LAPTOP, PHONE, PHONE, PHONE]) pages.push(await room.join(viewport))
  await expect(room.present).toHaveText('5')
  return pages
}

test(
  'five viewers follow the instructor, look around, and act only while they are let',
  { tag: '@long' },
  async ({ lab: { page } }) => {
    const cluster = new LabPage(page)
    await cluster.runText(QUIET)
    await cluster.hasLeader()
    const room = await Room.open(page)
    const viewers = await joinFive(room)
    const [curious, eager] = viewers as [Page, Page]

    await test.step('all go where the instructor goes', async () => {
      await page.getByTestId('step-back').click()
      await expect(phaseOf(page)).toHaveAttribute('data-phase', 'past')
      const place = (await positionOf(page).innerText()).split(' of ')[0]!
      for (const viewer of [curious, eager]) await expect(positionOf(viewer)).toContainText(place)
      for (const viewer of viewers) await expect(phaseOf(viewer)).toHaveAttribute('data-phase', 'past')
      await cluster.dock('timeline')
      for (const viewer of viewers)
        await expect(viewer.getByRole('tab', { name: 'Timeline' })).toHaveAttribute('aria-selected', 'true')
    })

    await test.step('all see the view that the instructor sees, and may use nothing of it', async () => {
      await page.getByTestId('view-learn').click()
      for (const viewer of viewers) await expect(viewer.getByTestId('followed-view').getByTestId('learn')).toBeVisible()
      await expect(curious.getByTestId('search-chapter')).toBeDisabled()
      await page.getByTestId('view-explorer').click()
      for (const viewer of viewers)
        await expect(viewer.getByTestId('followed-view').getByRole('main', { name: 'Explorer' })).toBeVisible()
      await page.getByTestId('view-lab').click()
      for (const viewer of viewers) await expect(viewer.getByTestId('followed-view')).toHaveCount(0)
      await expect(curious.getByTestId('message-error')).toHaveCount(0)
    })

    await test.step('one looks around by themselves, and follows again', async () => {
      await curious.keyboard.press('[')
      await expect(doing(curious)).toHaveText('You look around by yourself')
      await page.keyboard.press('n')
      await expect(phaseOf(eager)).toHaveAttribute('data-phase', 'running')
      await expect(phaseOf(curious)).toHaveAttribute('data-phase', 'past')
      await curious.getByTestId('follow').click()
      await expect(phaseOf(curious)).toHaveAttribute('data-phase', 'running')
      await expect(doing(curious)).toHaveText('You follow the instructor')
    })

    await test.step('who watches cannot act', async () => {
      await new LabPage(eager).link('n1', 'n2').click()
      await expect(eager.getByTestId('message-info')).toContainText('You are watching: raise your hand to act.')
      await cluster.isLink(['n1', 'n2'], 'open')
    })

    await test.step('a hand goes up, one is let act, and it works', async () => {
      await eager.getByTestId('hand-up').press('Enter')
      await expect(page.getByTestId('room-hands')).toHaveText('1')
      await page.getByTestId('room-menu').press('Enter')
      await page.getByRole('button', { name: 'Let act: participant 2, until you take it back' }).press('Enter')
      await page.keyboard.press('Escape')
      await expect(page.getByTestId('acting')).toContainText('Participant 2 acts.')
      await expect(doing(eager)).toContainText('You act')
      await new LabPage(eager).link('n1', 'n2').click()
      await cluster.isLink(['n1', 'n2'], 'cut')
    })

    await test.step('taken back, it works no more', async () => {
      await page.getByTestId('take-back').press('Enter')
      await expect(doing(eager)).toContainText('You follow')
      await new LabPage(eager).link('n1', 'n2').click()
      await expect(eager.getByTestId('message-info').first()).toContainText('You are watching')
      await cluster.isLink(['n1', 'n2'], 'cut')
    })

    await test.step('closed, the room is empty', async () => {
      await page.getByTestId('room-menu').click()
      await page.getByTestId('close-room').click()
      for (const viewer of viewers) await expect(viewer.getByRole('alert')).toContainText('The room is closed')
    })
  }
)

test(
  'the room predicts together: in silence, shown, once more, and beside what was so',
  { tag: '@long' },
  async ({ lab: { page } }) => {
    const room = await Room.open(page)
    const viewers = await joinFive(room)
    const [second, , phone, ...others] = viewers as [Page, Page, Page, ...Page[]]
    const lesson = new LessonPage(page)
    await lesson.open('who-leads-next', 'B')
    const say = (viewer: Page, node: string) => new LessonPage(viewer).answer(node).click()
    const bars = (one: Page) => one.getByTestId('vote-bars')

    await test.step('nobody sees what others say before all have voted', async () => {
      for (const viewer of [phone, second]) await say(viewer, 'C')
      for (const viewer of [viewers[1]!, others[0]!]) await say(viewer, 'B')
      await expect(page.getByTestId('vote-answered')).toHaveText('4 of 5')
      await expect(bars(page)).toBeHidden()
      await expect(bars(phone)).toBeHidden()
    })

    await test.step('who reloads is back where they were', async () => {
      await phone.reload()
      await expect(phone.getByTestId('participant-name')).toHaveText('participant 3')
      await expect(new LessonPage(phone).answer('C')).toHaveAttribute('aria-pressed', 'true')
    })

    await test.step('then all see it, and the instructor is advised to vote once more', async () => {
      await say(others[1]!, 'C')
      for (const one of [page, phone]) await expect(bars(one).getByTestId('vote-row')).toHaveText([/^B\s*2$/, /^C\s*3$/])
      await expect(page.getByTestId('vote-advice')).toContainText('two minutes in pairs')
      await page.getByTestId('vote-again').press('Enter')
      for (const viewer of viewers.filter((one) => one !== phone)) await say(viewer, 'B')
      await expect(page.getByTestId('vote-answered')).toHaveText('4 of 5')
      await page.getByTestId('show-vote').press('Enter')
      await expect(bars(phone).getByTestId('vote-row')).toHaveText([/^B\s*4 was 2$/, /^C\s*0 was 3$/])
    })

    await test.step('all go to the next step, and see what was so', async () => {
      await lesson.next.click()
      await expect(phone.getByTestId('participant-heading')).toHaveText('The links of A are cut')
      await lesson.run()
      for (const one of [page, phone]) await expect(bars(one).locator('[data-right=true]')).toContainText('B')
      await expect(second.getByTestId('outcome').locator('dd')).toHaveText(['B', 'B'])
    })

    await test.step('notes and a timer stand beside the step', async () => {
      const notes = page.getByTestId('instructor-notes')
      await expect(notes.getByTestId('step-timer')).toContainText('min')
      await notes.getByText('Notes', { exact: true }).press('Enter')
      await expect(notes.getByRole('list')).toBeVisible()
      await expect(phone.getByTestId('instructor-notes')).toBeHidden()
    })
  }
)

test('axe finds nothing serious in the pages of a room', { tag: '@long' }, async ({ lab: { page } }) => {
  const room = await Room.open(page)
  const door = await room.door(PHONE)
  await loadAxe(door)
  expect(await seriousViolations(door), 'where the code is typed').toEqual([])

  const phone = await room.join(PHONE)
  await loadAxe(page)
  await page.getByTestId('room-menu').click()
  await phone.getByTestId('hand-up').click()
  await page.getByTestId('hands').waitFor()
  expect(await seriousViolations(page), 'who asks to act').toEqual([])
  await page.getByTestId('show-join').click()
  expect(await seriousViolations(page), 'how to join').toEqual([])
  await page.keyboard.press('Escape')

  const lesson = new LessonPage(page)
  await lesson.open('who-leads-next', 'B')
  const answer = new LessonPage(phone).answer('B')
  await answer.waitFor()
  await loadAxe(phone)
  expect(await seriousViolations(phone), 'a vote on a phone').toEqual([])
  await answer.click()
  await page.getByTestId('vote-bars').waitFor()
  expect(await seriousViolations(page), 'the instructor’s panel').toEqual([])
  expect(await seriousViolations(phone), 'what the room answered, on a phone').toEqual([])
})

test(
  'runs that a lesson lays over each other lie so for those who follow as well',
  { tag: '@long' },
  async ({ lab: { page } }) => {
    const room = await Room.open(page)
    const viewer = await room.join()
    const lesson = new LessonPage(page)
    await lesson.open('why-sets-meet', 'None of the three pairs')
    await lesson.answer('None of the three pairs').click()
    for (const run of ['N1 and N2 answer', 'N1 and N3 answer', 'N2 and N3 answer']) {
      await lesson.next.click()
      await expect(lesson.heading).toHaveText(run)
      await lesson.run()
    }
    await lesson.next.click()
    for (const one of [page, viewer]) await expect(one.getByTestId('laid-runs').getByRole('figure')).toHaveCount(3)
  }
)
