import { expect, test } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'

const scripted = shippedScenarios().filter(({ parse }) => parse.ok && parse.scenario.workload.script !== undefined)

test.each(scripted.map(({ id, parse }) => [id, parse] as const))(
  '%s does what it says in virtual time, whatever the seed',
  (_, parse) => {
    if (!parse.ok) throw new Error(parse.errors[0]!.text)
    const { scenario } = parse
    const protocol = findProtocol(scenario.cluster.protocol)
    // Beside its own seed, under which another test plays it.
    for (const seed of [2, 3]) {
      const { result } = simulate({ scenario, protocol, seed })
      const unmet = result.expectations.filter(({ met }) => !met)
      const checks = result.checks.filter(({ verdict }) => verdict !== 'holds')
      expect({ seed, unmet, checks, notices: result.notices, passed: result.passed }).toMatchObject({
        unmet: [],
        checks: [],
        passed: true
      })
    }
  }
)
