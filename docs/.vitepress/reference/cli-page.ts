/** The reference of the command line, from the commands themselves. */
import type { ArgsDef, CommandDef } from 'citty'
import { commands } from '../../../src-main/cli/commands'
import { code, joined, plain, table } from './markdown'

const loaded = await Promise.all(Object.entries(commands).map(async ([name, load]) => [name, await load()] as const))

export function cliPage(): string {
  return joined(
    '# Command line',
    'In the folder of the sources it is `npx netsplit COMMAND`; `npm ci` has built it. `netsplit COMMAND --help` says the same as this page.',
    'Exit codes: 0 when everything holds, 1 when something fails, 2 for a bad argument or file or when something could not be written, 3 when a ' +
      'bound left a history undecided, 130 when Ctrl-C or SIGTERM ended the work before its time and nothing had failed by then.',
    ...loaded.map(([name, command]) => commandText(['netsplit', name], command, 2))
  )
}

function commandText(words: readonly string[], command: CommandDef, level: number): string {
  const { description = '' } = command.meta as { description?: string }
  const args = (command.args ?? {}) as ArgsDef
  const within = Object.entries((command.subCommands ?? {}) as Record<string, CommandDef>)
  return joined(
    `${'#'.repeat(level)} ${words.join(' ')}`,
    `${plain(description)}.`,
    within.length > 0 ? '' : `\`\`\`sh\n${usage(words, args)}\n\`\`\``,
    argumentTable(args),
    ...within.map(([name, inner]) => commandText([...words, name], inner, level + 1))
  )
}

function usage(words: readonly string[], args: ArgsDef): string {
  const positional = Object.entries(args).filter(([, { type }]) => type === 'positional')
  const places = positional.map(([name, arg]) => (arg.required === false ? `[${name.toUpperCase()}]` : name.toUpperCase()))
  const options = positional.length < Object.keys(args).length ? ['[OPTIONS]'] : []
  return [...words, ...places, ...options].join(' ')
}

function argumentTable(args: ArgsDef): string {
  return table(
    ['Argument', 'Meaning', 'Default'],
    Object.entries(args).map(([name, arg]) => {
      const hint = 'valueHint' in arg && arg.valueHint ? ` ${arg.valueHint}` : ''
      const word = arg.type === 'positional' ? name.toUpperCase() : `--${name}${hint}`
      return [code(word), plain(arg.description ?? ''), arg.default === undefined ? '' : code(String(arg.default))]
    })
  )
}
