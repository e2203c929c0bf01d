import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { NAVIGATION, SIDEBARS } from '../../../docs/.vitepress/navigation'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { shippedScenarioNames } from '../../../src-main/lab/scenario-files/scenarios'
import { formatScenarioError } from '../../../src-shared/scenario/parse'
import { allPages, deadBecause, linksOf } from './site'

const pages = allPages()

/** The page that a link of the site's own means. */
const pageOf = (link: string) => `docs${link.endsWith('/') ? `${link}index` : link}.md`

describe('the documentation', () => {
  it('has no dead link, anchor or picture', () => {
    const dead = [...pages].flatMap(([path, text]) => linksOf(text).targets.map((target) => deadBecause(target, path, pages)))
    expect(dead.filter((reason) => reason !== null)).toEqual([])
  })

  it('tells a dead link from a good one', () => {
    expect(deadBecause('nowhere.md', 'README.md', pages)).toBe('README.md: there is no nowhere.md')
    expect(deadBecause('docs/reference/raft.md', 'README.md', pages)).toBe('README.md: there is no docs/reference/raft.md')
    expect(deadBecause('raft.md#no-such', 'docs/reference/index.md', pages)).toBe(
      'docs/reference/index.md: docs/reference/raft.md has no heading #no-such'
    )
    expect(deadBecause('raft.md#parameters', 'docs/reference/index.md', pages)).toBeNull()
  })

  it('has every page in a sidebar, and no other', () => {
    const listed = Object.values(SIDEBARS).flatMap((groups) =>
      groups.flatMap(({ items }) => items.map(({ link }) => pageOf(link)))
    )
    const site = [...pages.keys()].filter((path) => path.startsWith('docs/') && path !== 'docs/index.md')
    expect(new Set(listed)).toEqual(new Set(site))
    for (const { link } of NAVIGATION) expect(pages.has(pageOf(link)), link).toBe(true)
  })

  it('begins with links that lead somewhere', () => {
    const [, head] = /^---\n([\s\S]*?)\n---/.exec(readFileSync('docs/index.md', 'utf8'))!
    const { hero, features } = parseYaml(head!) as { hero: { actions: { link: string }[] }; features: { link: string }[] }
    for (const { link } of [...hero.actions, ...features]) expect(pages.has(pageOf(link)), link).toBe(true)
  })

  it('runs shipped scenarios alone', () => {
    const names = new Set(shippedScenarioNames())
    const run = [...pages.values()].flatMap((text) => [...text.matchAll(/<LiveLab scenario="([^"]*)"/g)].map(([, name]) => name!))
    expect(run.length).toBeGreaterThan(3)
    expect(run.filter((name) => !names.has(name))).toEqual([])
  })

  it('shows scenarios that can be run', () => {
    const shown = [...pages].flatMap(([path, text]) =>
      [...text.matchAll(/^```yaml\n(name: [\s\S]*?)^```$/gm)].map(([, yaml]) => ({ path, parse: parseText(yaml!, path) }))
    )
    expect(shown.length).toBeGreaterThan(1)
    for (const { parse } of shown) expect(parse.ok ? [] : parse.errors.map(formatScenarioError)).toEqual([])
  })
})
