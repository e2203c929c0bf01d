/** The tasks of a page's main thread, as Chromium's tracing tells them: by the clock, and what other programs take no part in. */
import type { CDPSession } from '@playwright/test'

export interface Task {
  readonly wall_ms: number
  readonly cpu_ms: number
}

/** Of Chromium's trace format what is read here; times in µs. */
interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

const THREAD_NAME = 'thread_name'
const RUN_TASK = 'ThreadControllerImpl::RunTask'

/** Starts to record; what it answers ends that and answers the tasks. */
export async function recordTasks(browser: CDPSession): Promise<() => Promise<Task[]>> {
  const events: TraceEvent[] = []
  const collect = ({ value }: { value: unknown[] }): void => {
    for (const event of value as TraceEvent[]) if (event.name === RUN_TASK || event.name === THREAD_NAME) events.push(event)
  }
  browser.on('Tracing.dataCollected', collect)
  await browser.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'], excludedCategories: ['*'] }
  })
  return async () => {
    const complete = new Promise((done) => browser.once('Tracing.tracingComplete', done))
    await browser.send('Tracing.end')
    await complete
    browser.off('Tracing.dataCollected', collect)
    return mainTasks(events)
  }
}

function mainTasks(events: readonly TraceEvent[]): Task[] {
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const main = new Set(events.filter(({ args }) => args.name === 'CrRendererMain').map(thread))
  return events
    .filter((event) => event.name === RUN_TASK && main.has(thread(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ wall_ms: dur / 1000, cpu_ms: tdur / 1000 }))
}
