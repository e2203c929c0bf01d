import { Crew } from '../sweep/crew'
import { inOrder } from './output/in-order'
import { ProgressLine } from './output/progress-line'
import { stopOnSignals } from './signals'
import { InterruptedError } from './input/usage'

/** Work whose findings are told one by one. */
interface CrewWork<Finding> {
  /** At once. */
  readonly threads: number
  /** Hands all of it to the crew. */
  readonly begin: (crew: Crew) => readonly Promise<Finding>[]
  /** How far it is, for a terminal. */
  readonly progress: (done: number) => string
  /** Called in the order in which the findings were asked for. */
  readonly tell: (finding: Finding) => void
}

/** Has a crew of its own do the work, which ends with it, also at a signal. Rejects with the first of the work that rejects. */
export async function onCrew<Finding>({ threads, begin, progress, tell }: CrewWork<Finding>): Promise<void> {
  const crew = new Crew(threads)
  let interrupted = false
  const ignoreSignals = stopOnSignals(() => {
    interrupted = true
    void crew.close()
  })
  let done = 0
  const line = new ProgressLine(process.stderr, () => progress(done))
  try {
    const findings = begin(crew).map((finding) => finding.finally(() => done++))
    await inOrder(findings, (finding) => {
      line.clear()
      tell(finding)
    })
  } catch (error) {
    throw interrupted ? new InterruptedError('Ended before its time; nothing was written.') : error
  } finally {
    line.close()
    ignoreSignals()
    await crew.close()
  }
}
