/** The built command line as a process. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const CLI = join(resolve('out/main'), 'cli.js')

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts `netsplit …`; `env` is laid over that of the tests. Its output goes to the file, where one is given. */
export function startNetsplit(words: readonly string[], env: NodeJS.ProcessEnv = {}, out_file?: number): ChildProcess {
  return spawn(process.execPath, [CLI, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', out_file ?? 'pipe', 'pipe']
  })
}

/** Runs `netsplit …` to its end. */
export function netsplit(...words: string[]): Promise<CommandResult> {
  return endOf(startNetsplit(words))
}

/** Reads all that the process says, until its end. */
export async function endOf(child: ChildProcess): Promise<CommandResult> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, stdout, stderr }
}

/** Resolves with the first line of its output that fits. Rejects with all of it when it ends before. */
export async function lineOf(child: ChildProcess, fits: (line: string) => boolean): Promise<string> {
  const seen: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    seen.push(line)
    if (fits(line)) return line
  }
  throw new Error(`no such line in:\n${seen.join('\n')}`)
}
