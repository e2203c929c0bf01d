import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

const SCENARIO = `
name: by-hand
title: Three nodes, and who else comes
cluster: { protocol: raft, nodes: 3 }
network: { regions: { east: [n1, n2], west: [n3] } }
workload: { clients: 2, think_time: 20ms }
`

test('a node joins and catches up, is cut off, and another leaves; the past shows who was there @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(SCENARIO)
  await cluster.commitsMore(['n1', 'n2', 'n3'], 20)

  await test.step('n4 joins in a region, by the keyboard', async () => {
    await page.getByTestId('add-node').press('Enter')
    await expect(page.getByTestId('join-name')).toBeFocused()
    await expect(page.getByTestId('join-name')).toHaveValue('n4')
    await page.getByTestId('join-region').selectOption('west')
    await page.getByTestId('join-name').press('Enter')
    await cluster.isProcess('n4', 'running')
    await expect(page.getByText('n4 joins in west').first()).toBeVisible()
    await expect(page.getByTestId('add-node')).toHaveAttribute('aria-expanded', 'false')
    for (const other of ['n1', 'n2', 'n3']) await cluster.isLink([other, 'n4'], 'open')
  })

  await test.step('it has learned the log, and votes', async () => {
    await expect(cluster.node('n4')).toHaveAttribute('data-role', 'follower')
    await cluster.commitsMore(['n1', 'n2', 'n3', 'n4'], 20)
  })

  await test.step('cut off, it stands still', async () => {
    await cluster.node('n4').click()
    await page.getByTestId('cut-off').click()
    await expect(page.getByTestId('trouble')).toHaveText('n4 cannot form a quorum (1 of 4)')
    const stalled = await cluster.commits(['n4'])
    await cluster.commitsMore(['n1', 'n2', 'n3'], 20)
    expect(await cluster.commits(['n4'])).toEqual(stalled)
    await cluster.healAll()
    await expect(page.getByTestId('trouble')).toBeHidden()
  })

  await test.step('a follower leaves for good', async () => {
    const { leader } = await cluster.leader()
    const leaver = ['n2', 'n3'].find((node) => node !== leader)!
    await cluster.order(leaver, 'leave')
    await expect(cluster.node(leaver)).toHaveCount(0)
    await expect(page.getByTestId('canvas')).toContainText('3 of 3 nodes up')
    await cluster.commitsMore(
      ['n1', 'n2', 'n3', 'n4'].filter((node) => node !== leaver),
      20
    )
  })

  await test.step('before it joined n4 was not there', async () => {
    await page.getByRole('slider', { name: 'Moment of the run' }).press('Home')
    await expect(cluster.node('n3')).toBeVisible()
    await expect(cluster.node('n4')).toHaveCount(0)
    await page.getByTestId('live').click()
    await cluster.isProcess('n4', 'running')
  })
})

const MEMBERSHIP = `
name: ten-more
title: Three members, and ten who come
engine: simulation
cluster: { protocol: membership, nodes: 3, parameters: { suspicion_mult: 2, lha_suspicion: false, sync_ms: 1000, reconnect_ms: 1000 } }
network: { regions: { east: [n1, n2], west: [n3] } }
workload: { clients: 0 }
`

test('ten members join by hand and are known to all; a region that is cut off drops out of the lists, and is back when healed @long', async ({
  lab: { page }
}) => {
  const cluster = new LabPage(page)
  await cluster.runText(MEMBERSHIP)
  const headline = page.getByTestId('known')
  for (let number = 4; number <= 13; number++) {
    await page.getByTestId('add-node').press('Enter')
    await expect(page.getByTestId('join-name')).toHaveValue(`n${number}`)
    await page.getByTestId('join-region').selectOption(number % 2 === 0 ? 'west' : 'east')
    await page.getByTestId('join-name').press('Enter')
    await cluster.isProcess(`n${number}`, 'running')
  }
  await expect(page.getByTestId('up')).toHaveText('13 of 13 members are up')
  await expect(headline).toHaveText(', and all know it')

  await cluster.choose('region-menu-west', 'region-dark')
  await expect(cluster.node('n3').getByTestId('node-tag')).toHaveText('dead to 7', { timeout: 60_000 })
  await expect(headline).toContainText('wrong about it')

  await cluster.healAll()
  await expect(headline).toHaveText(', and all know it', { timeout: 60_000 })
})
