import { expect, test } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'

const scripted = shippedScenarios().filter(({ parse }) => parse.ok && parse.scenario.workload.script !== undefined)

const OTHER_SEED = 2

test.each(scripted.map(({ id, parse }) => [id, parse] as const))(
  '%s does what it says in virtual time under another seed, too',
  (_, parse) => {
    if (!parse.ok) throw new Error(parse.errors[0]!.text)
    const { scenario } = parse
    // Its own seed another test plays.
    const { result } = simulate({ scenario, protocol: findProtocol(scenario.cluster.protocol), seed: OTHER_SEED })
    const unmet = result.expectations.filter(({ met }) => !met)
    const checks = result.checks.filter(({ verdict }) => verdict !== 'holds')
    expect({ unmet, checks, notices: result.notices, passed: result.passed }).toMatchObject({
      unmet: [],
      checks: [],
      passed: true
    })
  }
)
