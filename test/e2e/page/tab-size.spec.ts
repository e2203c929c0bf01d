import { readFileSync, readdirSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

const ASSETS = resolve('out/web/assets')
/** Page, lab and styles, compressed as a server of files does; fonts come beside them. Raise it only with a reason. */
const FIRST_LOAD_BYTES_MAX = 1_040_000

test('what the tab loads before its first picture stays within its budget', () => {
  const html = readFileSync(resolve(ASSETS, '../index.html'))
  const [, entry] = /<script[^>]+src="\.\/assets\/([^"]+)"/.exec(html.toString())!
  // The entry starts the lab and names whatever the page needs.
  const named = textOf(entry!).matchAll(/"\.\/([\w.-]+\.(?:js|css))"/g)
  const lab = readdirSync(ASSETS).filter((file) => file.startsWith('lab-worker-') && file.endsWith('.js'))
  expect(lab).toHaveLength(1)
  const files = new Set([entry!, ...withImports(lab[0]!), ...[...named].map(([, file]) => file!)])
  expect([...files].filter((file) => file.startsWith('page-')).map((file) => extname(file))).toEqual(['.js', '.css'])
  const read = [...files].map((file) => readFileSync(resolve(ASSETS, file)))
  const bytes = [html, ...read].reduce((sum, file) => sum + gzipSync(file).length, 0)
  expect(bytes).toBeLessThan(FIRST_LOAD_BYTES_MAX)
})

const textOf = (file: string): string => readFileSync(resolve(ASSETS, file), 'utf8')

/** The file, and all that it cannot begin without. */
function withImports(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const [, other] of textOf(file).matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) withImports(other!, found)
  return found
}
