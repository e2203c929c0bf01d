/** `npm run package`: what people install. Where release pages cannot be reached, trial packages with the development stand-in. */
import { releasePageAnswers } from './electron-binary.mjs'
import { trialPackaging } from './packaging/trial.mjs'
import { binOf, ROOT } from './paths.mjs'
import { fail, runNode } from './process.mjs'

if ((await runNode(binOf('electron-vite'), ['build', '--logLevel', 'warn'], { cwd: ROOT })) !== 0)
  fail('The lab could not be built.')
const trial = (await releasePageAnswers()) ? null : await trialPackaging().catch((error) => fail(error.message))
const homepage = process.env.NETSPLIT_HOMEPAGE
if (process.platform === 'linux' && !trial && !homepage)
  fail('A .deb names a page of the project: set NETSPLIT_HOMEPAGE to its address.')
const named = homepage ? [`--config.extraMetadata.homepage=${homepage}`] : []
process.exitCode = await runNode(binOf('electron-builder'), [...(trial?.args ?? []), ...named, ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, ...trial?.env }
})
