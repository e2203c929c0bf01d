import type { WriteStream } from 'node:tty'

const REDRAW_EVERY_MS = 200
const ERASE_LINE = '\r\u001b[2K'

/** One line at the foot of a terminal that keeps up with long work; nothing where there is no terminal. */
export class ProgressLine {
  private readonly timer: NodeJS.Timeout | null

  /** `text` says how far things are; `null`: nothing to say. */
  constructor(
    private readonly out: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>,
    private readonly text: () => string | null
  ) {
    this.timer = out.isTTY ? setInterval(() => this.redraw(), REDRAW_EVERY_MS) : null
  }

  /** Makes room for a line of output. */
  clear(): void {
    if (this.timer) this.out.write(ERASE_LINE)
  }

  close(): void {
    this.clear()
    if (this.timer) clearInterval(this.timer)
  }

  private redraw(): void {
    const text = this.text()
    if (text !== null) this.out.write(ERASE_LINE + text.slice(0, (this.out.columns || 80) - 1))
  }
}
