/** All commands of `netsplit`, in the order of its help. Each is loaded when it is asked for: a command of a moment waits for no report. */
import type { CommandDef } from 'citty'

const COMMANDS = {
  run: async () => (await import('./run')).runScenarioCommand,
  serve: async () => (await import('./serve')).serveCommand,
  open: async () => (await import('./open')).openCommand,
  sweep: async () => (await import('./sweep')).sweepCommand,
  switches: async () => (await import('./switches')).switchesCommand,
  explore: async () => (await import('./explore')).exploreCommand,
  pacelc: async () => (await import('./measure-pacelc')).pacelcCommand,
  'commit-window': async () => (await import('./commit-window')).commitWindowCommand,
  isolation: async () => (await import('./isolation')).isolationCommand,
  elections: async () => (await import('./elections')).electionsCommand,
  check: async () => (await import('./check')).checkCommand,
  compare: async () => (await import('./compare')).compareCommand,
  lesson: async () => (await import('./lesson')).lessonCommand,
  list: async () => (await import('./list')).listCommand
}

export const commands = COMMANDS as unknown as Readonly<Record<string, () => Promise<CommandDef>>>
