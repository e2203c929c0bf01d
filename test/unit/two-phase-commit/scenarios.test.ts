import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { runSeed } from '../../../src-main/sweep/run-seed'

const IDS = readdirSync('resources/scenarios')
  .filter((name) => name.startsWith('two-phase-commit-'))
  .map((name) => name.replace('.yaml', ''))

describe('the two-phase commit scenarios, in virtual time', () => {
  test.each(IDS)('%s does what it says', (id) => {
    const { parse } = readScenario(id)
    if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
    expect(runSeed(parse.scenario, parse.scenario.seed).failures).toEqual([])
  })
})
