import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { linkTo } from '../../../src-shared/links/link'

/** The fragment that opens each shipped scenario in the lab, by the scenario's name. */
export declare const data: Readonly<Record<string, string>>

export default {
  load: () =>
    Object.fromEntries(
      shippedScenarios().flatMap(({ id, parse }) => (parse.ok ? [[id, linkTo({ scenario: id, seed: parse.scenario.seed })]] : []))
    )
}
