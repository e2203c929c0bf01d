import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5'] as const
type Pair = readonly [string, string]
type LinkState = 'open' | 'cut' | 'one-way' | 'changed'

const LEADER = /(n\d) leads in term (\d+)/

/** The run before ends first, with its last reads and checks: longer than an answer of the page on a busy machine. */
const REPLACE_TIMEOUT_MS = 60_000

/** What a person sees and does on the lab's page, in the words of the lab. Knows the default scenario's five nodes. */
export class LabPage {
  readonly nodes: readonly string[] = NODES

  constructor(readonly page: Page) {}

  /** Waits for a leader; answers it with its term. */
  async leader(): Promise<{ leader: string; term: number }> {
    await this.hasLeader()
    // Both from one reading: on a busy machine the next moment may have another leader, or none.
    const [, leader, term] = LEADER.exec(await this.headline.filter({ hasText: LEADER }).innerText())!
    return { leader: leader!, term: Number(term) }
  }

  async hasLeader(): Promise<void> {
    await expect(this.headline).toContainText(LEADER)
  }

  get headline(): Locator {
    return this.page.getByRole('heading', { level: 1 })
  }

  async term(): Promise<number> {
    return Number(await this.page.getByTestId('term').innerText())
  }

  node(id: string): Locator {
    return this.page.getByTestId(`node-${id}`)
  }

  /** The nodes' commit indexes, as the canvas shows them. */
  commits(ids: readonly string[]): Promise<number[]> {
    return Promise.all(
      ids.map(async (id) => Number((await this.node(id).getByTitle('commit index').innerText()).replace(/\D/g, '')))
    )
  }

  /** Waits until each of these nodes has committed this many more entries than now. */
  async commitsMore(ids: readonly string[], entries: number): Promise<void> {
    const now = Math.max(...(await this.commits(ids)))
    await expect.poll(async () => Math.min(...(await this.commits(ids)))).toBeGreaterThan(now + entries)
  }

  /** The middle of the link between two nodes, whichever comes first. */
  link(...ends: Pair): Locator {
    const [a, b] = [...ends].sort()
    return this.page.getByTestId(`link-${a}-${b}`)
  }

  /** Every link that would have to be cut to part these nodes from all others. */
  linksAround(group: readonly string[]): Pair[] {
    const others = NODES.filter((node) => !group.includes(node))
    return group.flatMap((inside) => others.map((outside): Pair => [inside, outside]))
  }

  async isLink(ends: Pair, state: LinkState): Promise<void> {
    await expect(this.link(...ends)).toHaveAttribute('data-state', state)
  }

  /** Waits until so many links are in this state. */
  async hasLinks(state: LinkState, count: number): Promise<void> {
    await expect(this.page.locator(`[data-testid^=link-][data-state=${state}]`)).toHaveCount(count)
  }

  healAll(): Promise<void> {
    return this.page.getByTestId('heal-all').click()
  }

  /** Brings a tab of the dock to the front; answers its panel. */
  async dock(tab: 'charts' | 'timeline' | 'logs' | 'messages' | 'history' | 'clocks'): Promise<Locator> {
    await this.page.getByTestId(`tab-${tab}`).click()
    return this.page.getByTestId(`panel-${tab}`)
  }

  /** Opens a node's menu and chooses from it. */
  async order(node: string, action: 'crash' | 'restart' | 'pause' | 'resume' | 'disk' | 'leave'): Promise<void> {
    await this.node(node).click({ button: 'right' })
    await this.page.getByTestId(`menu-${action}`).click()
  }

  async isProcess(node: string, state: 'running' | 'down' | 'paused'): Promise<void> {
    await expect(this.node(node)).toHaveAttribute('data-process', state)
  }

  /** Runs a scenario given as text, and goes back to the lab. */
  async runText(yaml: string): Promise<void> {
    await this.page.getByTestId('view-scenarios').click()
    await this.page.getByTestId('scenario-text').fill(yaml)
    await this.page.getByTestId('run-text').click()
    await expect(this.page.getByTestId('scenario-menu')).toHaveText(/^title: (.*)$/m.exec(yaml)![1]!, {
      timeout: REPLACE_TIMEOUT_MS
    })
    await expect(this.page.getByTestId('run-state')).toHaveText('running')
    await this.page.getByTestId('view-lab').click()
  }

  /** Chooses an item of a menu by its test id. */
  async choose(menu: string, item: string): Promise<void> {
    await this.page.getByTestId(menu).click()
    await this.page.getByTestId(item).click()
  }
}
