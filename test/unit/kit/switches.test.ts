import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { protocols } from '../../../src-node/protocols/registry'

const SOURCES = join(__dirname, '../../../src-node/protocols')

function sourceOf(folder: string): string {
  const files = readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return files.map((name) => readFileSync(join(SOURCES, folder, name), 'utf8')).join('\n')
}

test.each(protocols.map(({ description }) => description))(
  'each switch of $name is asked about in one place',
  ({ name, switches }) => {
    const source = sourceOf(name) + sourceOf('replicated-log') + sourceOf('kit/transactions')
    const asked = [...source.matchAll(/switches(?:\?\.)?\['([a-z-]+)'\]/g)].map(([, found]) => found!)
    for (const { name } of switches) expect(asked.filter((found) => found === name)).toEqual([name])
  }
)
