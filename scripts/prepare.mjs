/** After `npm ci`, and before npx first runs the command: everything built, once. */
import { buildIfStale } from './build.mjs'

process.exitCode = await buildIfStale()
