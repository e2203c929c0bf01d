import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const SCENARIO = `
name: by-hand
title: A clock to drag
engine: simulation
cluster:
  protocol: clock-sync
  members:
    - { name: s, role: stratum-1 }
    - { name: a, role: stratum-2 }
  parameters: { poll_interval_ms: 200 }
network: { default: { delay_ms: 20 } }
duration: 5m
`

test('a clock is dragged and moved by keys, and what its node believes is seen beside it @long', async ({ lab: { page } }) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  await cluster.dock('clocks')
  const clock = page.getByTestId('clock-a')
  await expect(clock.getByTestId('believed-clock')).toBeVisible()
  const hand = clock.getByRole('slider')
  await page.getByTestId('dial-reach').selectOption('2000')
  await hand.focus()
  await hand.press('End')
  await expect(hand).toHaveAttribute('aria-valuenow', '2000')
  // Its sources put right what it believes; its own clock stays as it was set.
  await expect(clock.getByTestId('own-clock')).toContainText('+2.00 s')
  await expect(clock.getByTestId('believed-clock')).toContainText(/believed .\d+(\.\d+)? ms/)

  const box = (await hand.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + 6)
  await page.mouse.down()
  await page.mouse.move(box.x + 6, box.y + box.height / 2)
  await page.mouse.up()
  await expect(clock.getByTestId('own-clock')).toContainText('−1.2')
  await clock.getByRole('button', { name: 'Set right: a' }).click()
  await expect(clock.getByTestId('own-clock')).toContainText(/own .\d(\.\d+)? ms/)
})
