/** All commands of `netsplit`, in the order of its help. */
import type { CommandDef } from 'citty'
import { checkCommand } from './check'
import { commitWindowCommand } from './commit-window'
import { compareCommand } from './compare'
import { electionsCommand } from './elections'
import { exploreCommand } from './explore'
import { isolationCommand } from './isolation'
import { lessonCommand } from './lesson'
import { listCommand } from './list'
import { pacelcCommand } from './measure-pacelc'
import { openCommand } from './open'
import { runScenarioCommand } from './run'
import { serveCommand } from './serve'
import { sweepCommand } from './sweep'
import { switchesCommand } from './switches'

export const commands: Readonly<Record<string, CommandDef>> = {
  run: runScenarioCommand,
  serve: serveCommand,
  open: openCommand,
  sweep: sweepCommand,
  switches: switchesCommand,
  explore: exploreCommand,
  pacelc: pacelcCommand,
  'commit-window': commitWindowCommand,
  isolation: isolationCommand,
  elections: electionsCommand,
  check: checkCommand,
  compare: compareCommand,
  lesson: lessonCommand,
  list: listCommand
} as Readonly<Record<string, CommandDef>>
