/** `npm run scenarios`: every shipped scenario on its own engine, where `npm test` runs a choice of them. */
import { binOf, ROOT } from './paths.mjs'
import { runNode } from './process.mjs'

const FILE = 'test/integration/lab/shipped-scenarios.test.ts'
process.exitCode = await runNode(binOf('vitest'), ['run', '--project', 'integration', FILE], {
  cwd: ROOT,
  env: { ...process.env, NETSPLIT_ALL_SCENARIOS: '1' }
})
