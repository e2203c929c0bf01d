/** `npm run scenarios`: every shipped scenario on its own engine and every comparison, where `npm test` runs a choice of them. */
import { binOf, ROOT } from './paths.mjs'
import { runNode } from './process.mjs'

const FILES = ['test/integration/lab/shipped-scenarios.test.ts', 'test/simulation/compare.test.ts']
process.exitCode = await runNode(binOf('vitest'), ['run', '--project', 'integration', '--project', 'simulation', ...FILES], {
  cwd: ROOT,
  env: { ...process.env, NETSPLIT_ALL_SCENARIOS: '1' }
})
