import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const FOLDERS = ['src-shared', 'src-node', 'src-main', 'src-renderer']
const IMPORTED = /(?:\bfrom|\bimport\(|\bimport)\s*['"](\.[^'"]*)['"]/g

type Graph = ReadonlyMap<string, readonly string[]>

/** What every file of ours imports of ours, types included: they say who must know whom as well. */
function importGraph(): Graph {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  )
  return new Map(files.filter((file) => /\.(ts|vue)$/.test(file)).map((file) => [file, importsOf(file)]))
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORTED)].flatMap(([, path]) => {
    const target = join(dirname(file), path!)
    return ['', '.ts', '.vue', '/index.ts'].map((ending) => target + ending).find(isFile) ?? []
  })
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

/** Files that import each other in turn, the first one again at the end; null: there are none. */
function findCycle(graph: Graph): string[] | null {
  const visited = new Set<string>()
  const visit = (file: string, path: readonly string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (visited.has(file)) return null
    visited.add(file)
    for (const imported of graph.get(file) ?? []) {
      const cycle = visit(imported, [...path, file])
      if (cycle) return cycle
    }
    return null
  }
  for (const file of graph.keys()) {
    const cycle = visit(file, [])
    if (cycle) return cycle
  }
  return null
}

it('finds a cycle, and names its files in order', () => {
  const imports = { a: ['b'], b: ['c', 'd'], c: [], d: ['e'], e: ['b'] }
  expect(findCycle(new Map(Object.entries(imports)))).toEqual(['b', 'd', 'e', 'b'])
  expect(findCycle(new Map(Object.entries({ ...imports, e: ['c'] })))).toBeNull()
})

it('no file imports itself by way of others', () => {
  const graph = importGraph()
  expect(graph.get('src-shared/scenario/schema.ts')).toContain('src-shared/scenario/expectations/index.ts')
  expect(findCycle(graph)).toBeNull()
})
