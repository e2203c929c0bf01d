import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { WORLD } from '../../../src-shared/scenario/world'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import { parseScenario } from '../../../src-shared/scenario/parse'

/** Small scenarios made from bug reports of such systems; they live outside the repository. */
const FOLDER = resolve('../shared/reports')
const present = existsSync(FOLDER)
const files = present ? readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')) : []

/** Expectations that do not follow from what their report says. */
const CORRECTIONS: Readonly<Record<string, readonly [string, string]>> = {
  // Six candidacies in five terms: two nodes stood in one of them, which is one election.
  'chained-unprotected.yaml': ['metric: elections, at_least: 6', 'metric: candidacies, at_least: 6'],
  // Nobody acknowledges the second write any more, as one of three nodes is always missing: so nobody has promised it to a reader.
  'lf-promotion-acks.yaml': [
    "expect: { value: '2', because: it was acknowledged",
    "expect: { value: '1', because: only '1' was acknowledged"
  ]
}
/** Seeds with which a report was made, beside the file's own. */
const SEEDS: Readonly<Record<string, readonly number[]>> = { 'lf-chaos-synchronous.yaml': [15, 19] }

/** A guard against hangs only: one alone takes some ten seconds, and several times that beside other suites at a low priority. */
const LIMIT_MS = 240_000

describe.skipIf(!present)('scenarios from bug reports (../shared/reports)', () => {
  it.each(files.flatMap((file) => ['its own', ...(SEEDS[file] ?? [])].map((seed) => [file, seed] as const)))(
    '%s does what it expects (seed: %s)',
    (file, seed) => {
      const text = readFileSync(join(FOLDER, file), 'utf8').replace(...(CORRECTIONS[file] ?? ['', '']))
      const parse = parseScenario(text, file, WORLD)
      if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
      const { scenario } = parse
      const protocol = findProtocol(scenario.cluster.protocol)
      const { result } = simulate({ scenario, protocol, seed: typeof seed === 'number' ? seed : scenario.seed })
      const failing = {
        checks: result.checks.filter(({ verdict }) => verdict !== 'holds'),
        expectations: result.expectations.filter(({ met }) => !met)
      }
      expect(result.passed, JSON.stringify(failing, null, 2)).toBe(true)
    },
    LIMIT_MS
  )
})
