import { TerminateError } from 'workerpool'
import type { Pool } from 'workerpool'
import { JobError } from './jobs'

type Jobs = { readonly [name: string]: (...given: never[]) => unknown }

/** Threads or workers that carry out jobs. Jobs wait until one is free, in the order in which they came. One that ends during a job is replaced. */
export class JobPool<Able extends Jobs> {
  protected closed = false

  constructor(private readonly threads: Pool) {}

  /** Ends the threads; what they were at, and what waits, rejects. */
  async close(): Promise<void> {
    this.closed = true
    await this.threads.terminate(true)
  }

  /** Rejects with a {@link JobError}. */
  protected async exec<Name extends keyof Able & string>(
    job: Name,
    ...given: Parameters<Able[Name]>
  ): Promise<Awaited<ReturnType<Able[Name]>>> {
    if (this.closed) throw new JobError(CLOSED)
    try {
      return await this.threads.exec(job, given)
    } catch (error) {
      throw new JobError(this.closed ? CLOSED : textOf(error as Error))
    }
  }
}

const CLOSED = 'The threads were ended before the work was done.'

function textOf(error: Error): string {
  if (!(error instanceof TerminateError)) return error.message
  const { message } = (error.cause as Error | undefined) ?? { message: 'it ended by itself' }
  return `A thread that simulates ended: ${message}.`
}
