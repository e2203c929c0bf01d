#!/usr/bin/env node
/** The command line: the same lab without a window. */
import { stripVTControlCharacters } from 'node:util'
import { defineCommand, renderUsage, runCommand } from 'citty'
import { version } from '../../package.json'
import { diskReason } from '../lab/recording/disk-errors'
import { JobError } from '../sweep/jobs'
import { commands } from './commands'
import { EXIT_CODES, InterruptedError, UsageError } from './input/usage'

const netsplit = defineCommand({
  meta: { name: 'netsplit', version, description: 'A desktop lab for distributed systems: cut a link, watch the cluster react.' },
  subCommands: { ...commands }
})

async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--version')) return console.log(version)
  if (words.length === 0 || words.includes('--help') || words.includes('-h')) {
    const command = await commands[words[0] ?? '']?.()
    const usage = await (command ? renderUsage(command, netsplit) : renderUsage(netsplit))
    return console.log(process.stdout.isTTY ? usage : stripVTControlCharacters(usage))
  }
  await runCommand(netsplit, { rawArgs: [...words] })
}

/** Errors of which one sentence says all. */
const EXPECTED = [UsageError, InterruptedError, JobError]

/** What a person did wrong, or met with, is one sentence; anything else is a defect of ours and shows where it happened. */
function report(error: unknown): void {
  const { name, message } = error as Error
  const expected = name === 'CLIError' || EXPECTED.some((kind) => error instanceof kind)
  const text = stripVTControlCharacters(expected ? message : ((error as Error).stack ?? message))
  if (process.argv.includes('--json')) console.log(JSON.stringify({ type: 'error', text }))
  else console.error(text)
}

// A reader that went away (`netsplit run … | head`) wants no more; the shell is told what it is told of any program that this ends.
// Where it is a file that takes no more, a person is told.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT_CODES.no_reader)
  process.stderr.write(`The output could not be written: ${diskReason(error)}.\n`, () => process.exit(EXIT_CODES.usage))
})
process.stderr.on('error', () => {})

main(process.argv.slice(2)).catch((error: unknown) => {
  report(error)
  process.exitCode = error instanceof InterruptedError ? EXIT_CODES.interrupted : EXIT_CODES.usage
})
