/** All pages that people read: of the site, and beside it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import MarkdownIt from 'markdown-it'
import type { Token } from 'markdown-it'
import { REFERENCE_PAGES } from '../../../docs/.vitepress/reference/pages'

const BESIDE = ['README.md', 'CHANGELOG.md', 'test/bench/README.md']

/** Markdown by path. Reference pages are those that the site's build makes. */
export function allPages(): ReadonlyMap<string, string> {
  const written = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('[') && !file.startsWith('.vitepress'))
    .map((file) => join('docs', file))
  return new Map([
    ...[...BESIDE, ...written].map((path) => [path, readFileSync(path, 'utf8')] as const),
    ...REFERENCE_PAGES.map(({ name, markdown }) => [`docs/reference/${name}.md`, markdown()] as const)
  ])
}

/** What a page refers to, and the anchors that it has. */
export interface PageLinks {
  readonly targets: readonly string[]
  readonly anchors: ReadonlySet<string>
}

export function linksOf(markdown: string): PageLinks {
  const blocks = new MarkdownIt({ html: true }).parse(markdown.replace(/^---\n[\s\S]*?\n---\n/, ''), {})
  const inline = blocks.flatMap(({ children }) => children ?? [])
  const targets = inline.flatMap((token) => token.attrGet('href') ?? token.attrGet('src') ?? [])
  const headings = blocks.filter((_, at) => blocks[at - 1]?.type === 'heading_open')
  return { targets: targets.map(String), anchors: new Set(headings.map((heading) => slugOf(textOf(heading)))) }
}

function textOf({ children }: Token): string {
  return (children ?? []).map(({ content }) => content).join('')
}

/** As the site and code hosts make anchors of headings. */
function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s+/g, '-')
}

/** Why a link leads nowhere; null: it does not. Addresses of the web are not followed; pages that the build makes are there within the site alone. */
export function deadBecause(target: string, from: string, pages: ReadonlyMap<string, string>): string | null {
  if (/^(https?|mailto):/.test(target)) return null
  const [path = '', anchor] = decodeURI(target).split('#')
  const file = path === '' ? from : normalize(join(dirname(from), path))
  const made = from.startsWith('docs/') && pages.has(file)
  if (!made && !existsSync(file)) return `${from}: there is no ${file}`
  if (anchor === undefined) return null
  const page = pages.get(file)
  return page !== undefined && linksOf(page).anchors.has(anchor) ? null : `${from}: ${file} has no heading #${anchor}`
}
