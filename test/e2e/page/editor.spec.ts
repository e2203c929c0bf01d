import type { Page } from '@playwright/test'
import { expect, test } from '../helpers/test'

const TEXT = `# What it is for.
name: mine
title: Mine
duration: 10s
engine: simulation

cluster:
  protocol: raft
  nodes: 3 # three are enough

timeline:
  # First the crash.
  - { at: 1s, for: 2s, label: Gone, action: { do: crash, node: n1 } }
`

/** The editor with form and timeline, holding this text. */
async function open(page: Page, text = TEXT) {
  await page.getByTestId('view-scenarios').click()
  await page.getByTestId('toggle-editing').click()
  const editor = page.getByTestId('scenario-text')
  await editor.fill(text)
  return editor
}

test('what can be written is offered, and a mistake is shown at its place', { tag: '@long' }, async ({ lab: { page } }) => {
  const editor = await open(page, 'name: mine\ntitle: Mine\ncluster:\n  protocol: ')
  await editor.press('Control+End')
  await editor.press('Control+Space')
  const offered = page.locator('.cm-tooltip-autocomplete')
  await expect(offered).toContainText('atomic-commit')
  await page.keyboard.type('quo')
  await expect(offered.getByRole('option')).toHaveText(/^quorum/)
  await offered.getByRole('option').click()
  await expect(editor).toContainText('protocol: quorum')

  await editor.fill('name: mine\ntitle: Mine\ncluster:\n  nods: 3\n')
  await expect(page.locator('.cm-lintRange-error')).toHaveText('nods')
  const problem = page.getByTestId('scenario-error').getByRole('button')
  await expect(problem).toContainText(/4:3.*nods.*nodes/)
  await problem.click()
  await expect(editor).toBeFocused()
  // The cursor stands at the mistake.
  await page.keyboard.press('Control+Shift+ArrowRight')
  await page.keyboard.type('nodes')
  await expect(page.getByTestId('scenario-error')).toBeHidden()
  await expect(page.getByTestId('form-cluster-nodes')).toHaveValue('3')
})

test(
  'form and text are one: a change of either is in the other, and comments stay',
  { tag: '@long' },
  async ({ lab: { page } }) => {
    const editor = await open(page)
    const nodes = page.getByTestId('form-cluster-nodes')
    await expect(nodes).toHaveValue('3')
    await nodes.fill('5')
    await nodes.blur()
    await expect(editor).toContainText('nodes: 5 # three are enough')
    await page.getByTestId('form-cluster-parameters-heartbeat_ms').fill('40')
    await page.getByTestId('form-workload-clients').fill('2')
    await page.getByTestId('form-workload-clients').blur()
    await expect(editor).toContainText('parameters: { heartbeat_ms: 40 }')
    await expect(editor).toContainText('clients: 2')
    await expect(editor).toContainText('# First the crash.')
    await page.getByTestId('form-cluster-protocol').selectOption('quorum')
    await expect(editor).not.toContainText('heartbeat_ms')
    await expect(page.getByTestId('scenario-error')).toBeHidden()

    await editor.fill(TEXT.replace('nodes: 3', 'nodes: [A, B]'))
    await expect(nodes).toHaveValue('A, B')
    await editor.fill('cluster: [')
    await expect(nodes).toBeDisabled()
    await expect(page.getByTestId('scenario-form')).toContainText('mend it')
  }
)

test('a fault is dragged and stretched on the track, and another added', { tag: '@long' }, async ({ lab: { page } }) => {
  const editor = await open(page)
  const piece = page.getByTestId('piece-0')
  await expect(piece).toHaveAccessibleName('Gone, at 1 s, for 2 s')
  const drag = async (testid: string, by_px: number) => {
    const box = (await page.getByTestId(testid).boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + by_px, box.y + box.height / 2, { steps: 4 })
    await page.mouse.up()
  }
  await drag('piece-0', 200)
  await expect(editor).not.toContainText('at: 1s')
  await expect(editor).toContainText(/at: \d+(00ms|s), for: 2s, label: Gone/)
  await drag('stretch-0', 150)
  await expect(editor).not.toContainText('for: 2s')
  await expect(editor).toContainText('# First the crash.')

  await page.getByTestId('add-fault-action').selectOption('isolate')
  await page.getByTestId('add-fault-node').selectOption('n2')
  await page.getByTestId('add-fault').click()
  await expect(page.getByTestId('piece-1')).toHaveAccessibleName(/^Isolate n2, at 2 s/)
  await expect(editor).toContainText('partition: { shape: isolate, nodes: [n2] }')
})

test('all of it is done with the keyboard, and the text lets go of it', { tag: '@long' }, async ({ lab: { page } }) => {
  const editor = await open(page)
  await editor.focus()
  await page.keyboard.press('Tab')
  await expect(editor).toBeFocused()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(editor).not.toBeFocused()

  const piece = page.getByTestId('piece-0')
  await piece.focus()
  await page.keyboard.press('ArrowRight')
  await expect(editor).toContainText('at: 1100ms, for: 2s')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(editor).toContainText('at: 1100ms, for: 1900ms')
  await page.keyboard.press('Delete')
  await expect(piece).toBeHidden()
  await expect(editor).not.toContainText('do: crash')
  await expect(editor).toContainText('nodes: 3 # three are enough')
})

test(
  'a shipped scenario is edited as a copy, run, and what runs is opened again',
  { tag: '@long' },
  async ({ lab: { page } }) => {
    await page.getByTestId('view-scenarios').click()
    await page.getByTestId('edit-raft-leader-crash').click()
    const editor = page.getByTestId('scenario-text')
    await expect(editor).toContainText('name: raft-leader-crash-copy')
    await page.getByTestId('form-title').fill('Twice lost')
    await page.getByTestId('form-engine').selectOption('simulation')
    await expect(page.getByTestId('scenario-dirty')).toBeVisible()
    await page.getByTestId('run-text').click()
    await expect(page.getByTestId('scenario-menu')).toHaveText('Twice lost', { timeout: 60_000 })
    await page.getByTestId('view-scenarios').click()
    await editor.fill(TEXT)
    await page.getByTestId('open-running').click()
    await page.getByTestId('discard-text').click()
    await expect(editor).toContainText('title: Twice lost')
    await expect(page.getByTestId('form-title')).toHaveValue('Twice lost')
  }
)
