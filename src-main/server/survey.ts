import { Crew, defaultJobs } from '../sweep/crew'

/** Many runs that a lab makes once, when first asked: the same runs would come to the same again. */
export class Survey<Finding> {
  private readonly findings: Finding[] = []
  private crew: Crew | null = null
  private trouble: Error | null = null

  /** `begin` hands all runs to the crew. */
  constructor(private readonly begin: (crew: Crew) => readonly Promise<Finding>[]) {}

  /** What was found beyond the first `have`, in the order in which it was. Throws what ended the survey. */
  after(have: number): readonly Finding[] {
    if (this.trouble) throw this.trouble
    if (this.crew === null) this.start()
    return this.findings.slice(have)
  }

  /** All that was found so far; null while nobody asked. */
  get found(): readonly Finding[] | null {
    return this.crew === null ? null : this.findings
  }

  async close(): Promise<void> {
    await this.crew?.close()
  }

  /** One core is left to the run on screen. */
  private start(): void {
    const crew = new Crew(Math.max(1, defaultJobs() - 1))
    this.crew = crew
    const findings = this.begin(crew).map((one) => one.then((finding) => this.findings.push(finding)))
    Promise.all(findings)
      .then(() => crew.close())
      .catch((error: Error) => (this.trouble = error))
  }
}
