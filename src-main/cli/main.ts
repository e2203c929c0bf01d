#!/usr/bin/env node
/** The command line: the same lab without a window. */
import { stripVTControlCharacters } from 'node:util'
import { defineCommand, renderUsage, runCommand } from 'citty'
import type { CommandDef, SubCommandsDef } from 'citty'
import { version } from '../../package.json'
import { checkCommand } from './check'
import { compareCommand } from './compare'
import { exploreCommand } from './explore'
import { listCommand } from './list'
import { pacelcCommand } from './pacelc'
import { runScenarioCommand } from './run'
import { serveCommand } from './serve'
import { sweepCommand } from './sweep'
import { switchesCommand } from './switches'
import { EXIT_CODES, UsageError } from './usage'

const subCommands: SubCommandsDef = {
  run: runScenarioCommand,
  serve: serveCommand,
  sweep: sweepCommand,
  switches: switchesCommand,
  explore: exploreCommand,
  pacelc: pacelcCommand,
  check: checkCommand,
  compare: compareCommand,
  list: listCommand
}

const netsplit = defineCommand({
  meta: { name: 'netsplit', version, description: 'A desktop lab for distributed systems: cut a link, watch the cluster react.' },
  subCommands
})

async function main(words: readonly string[]): Promise<void> {
  const command = subCommands[words[0] ?? ''] as CommandDef | undefined
  if (words.includes('--version')) return console.log(version)
  if (words.length === 0 || words.includes('--help') || words.includes('-h')) {
    const usage = await (command ? renderUsage(command, netsplit) : renderUsage(netsplit))
    return console.log(process.stdout.isTTY ? usage : stripVTControlCharacters(usage))
  }
  await runCommand(netsplit, { rawArgs: [...words] })
}

/** What a person did wrong is one sentence; anything else is a defect of ours and shows where it happened. */
function report(error: unknown): void {
  const { name, message } = error as Error
  const expected = error instanceof UsageError || name === 'CLIError'
  const text = stripVTControlCharacters(expected ? message : ((error as Error).stack ?? message))
  if (process.argv.includes('--json')) console.log(JSON.stringify({ type: 'error', text }))
  else console.error(text)
}

// A reader that went away (`netsplit run … | head`) wants no more; the shell is told what it is told of any program that this ends.
process.stdout.on('error', () => process.exit(EXIT_CODES.no_reader))

main(process.argv.slice(2)).catch((error: unknown) => {
  report(error)
  process.exitCode = EXIT_CODES.usage
})
