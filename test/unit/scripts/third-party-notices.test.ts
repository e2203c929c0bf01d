import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { thirdPartyNotices } from '../../../scripts/third-party-notices.mts'

describe('third-party notices', () => {
  const notices = thirdPartyNotices()

  it('name every library that the program depends on, with its version', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
    const missing = Object.entries(dependencies).filter(([name, version]) => !notices.includes(`${name} ${version} (`))
    expect(missing).toEqual([])
  })

  it('name what those bring along, and have each text once', () => {
    expect(notices).toMatch(/^@codemirror\/view \S+ \(MIT\)$/m)
    expect(notices).toMatch(/^zrender \S+ \(BSD-3-Clause\)$/m)
    const parts = notices.split(`\n\n${'-'.repeat(80)}\n\n`).map((part) => part.slice(part.indexOf('\n\n')))
    expect(new Set(parts).size).toBe(parts.length)
  })
})
