import { KERNEL_KINDS } from '../../../src-shared/events'
import type { LabEvent, Volume } from '../../../src-shared/events'
import { definitions } from '../../../src-shared/protocols/registry'
import { outlineOf } from '../../../src-shared/protocols/thinning'
import type { OutlineEnd } from '../../../src-shared/wire/event-batches'
import { QuietStretches } from './quiet-stretches'
import { parseEvents } from './recorded-event'
import type { RecordingSource } from './recording-files'

/** Parts at the end of a recording that are given whole: about as many messages as a page has at hand. */
const WHOLE_PARTS = 16
/** Outlines of parts are short: so many events of them make a batch. */
const BATCH_EVENTS = 2000

/** How lines of messages and details begin as this program writes them, at a place in the text: most of a file. */
const DETAIL_LINE = lineOf(...namesOf('message'), ...namesOf('mark'))
/** How those of gauges begin; the first group is the gauge and its source. */
const GAUGE_LINE = lineOf(...namesOf('gauge'))

/**
 * Reads of a recording what shapes its picture: all that is seldom, all operations (of old ones the outcome where that is enough, see
 * `QuietStretches`), and the end of the run whole, so that a page can fold the newest state from it in a fraction of the time. What is unreadable is passed over: `EventReader` tells of it. Used once.
 */
export class OutlineReader {
  /** Up to where it was no more than an outline; null: it had everything so far. */
  outlined: OutlineEnd | null = null
  private last_seq = 0

  constructor(
    private readonly source: RecordingSource,
    private readonly whole_parts = WHOLE_PARTS,
    private readonly quiet = new QuietStretches()
  ) {}

  async *batches(): AsyncGenerator<readonly LabEvent[]> {
    const held: (readonly string[])[] = []
    let batch: LabEvent[] = []
    for (const parts of this.source.segments()) {
      for await (const { texts } of parts) {
        held.push(texts)
        if (held.length > this.whole_parts) batch.push(...this.outline(held.shift()!))
        if (batch.length < BATCH_EVENTS) continue
        yield* this.quiet.push(batch)
        batch = []
      }
    }
    yield* this.quiet.rest()
    yield batch
    for (const texts of held) yield this.take(texts)
  }

  private outline(texts: readonly string[]): LabEvent[] {
    const events = outlineOf(this.take([outlineText(texts)]))
    const last = events.at(-1)
    if (last !== undefined) this.outlined = { seq: last.seq, t_us: last.t }
    return events
  }

  /** The events that were not there before: a file that was cut short while its segments were joined has some twice. */
  private take(texts: readonly string[]): LabEvent[] {
    const events: LabEvent[] = []
    for (const event of parseEvents(texts)) {
      if (event === null || 'unknown_kind' in event || event.seq <= this.last_seq) continue
      this.last_seq = event.seq
      events.push(event)
    }
    return events
  }
}

/** A part without the lines that its outline needs least, which saves reading them. */
function outlineText(texts: readonly string[]): string {
  const gauges = new Set<string>()
  const kept: string[] = []
  // Backwards: of gauges the newest counts. Lines are looked at where they stand, since most are passed over.
  for (const text of [...texts].reverse()) {
    for (let end = text.trimEnd().length; end > 0;) {
      const start = text.lastIndexOf('\n', end - 1) + 1
      if (!isDetail(text, start) && isNewest(text, start, gauges)) kept.push(text.slice(start, end))
      end = start - 1
    }
  }
  return kept.reverse().join('\n')
}

function isDetail(text: string, start: number): boolean {
  DETAIL_LINE.lastIndex = start
  return DETAIL_LINE.test(text)
}

function isNewest(text: string, start: number, seen: Set<string>): boolean {
  GAUGE_LINE.lastIndex = start
  const gauge = GAUGE_LINE.exec(text)?.[1]
  if (gauge === undefined) return true
  if (seen.has(gauge)) return false
  seen.add(gauge)
  return true
}

function namesOf(wanted: Volume): string[] {
  const kinds = Object.entries(KERNEL_KINDS).map(([name, { volume }]) => ({ name, volume }))
  const all = [...kinds, ...definitions.flatMap(({ facts }) => facts)]
  return [...new Set(all.filter(({ volume }) => volume === wanted).map(({ name }) => name))]
}

function lineOf(...names: readonly string[]): RegExp {
  const name = `(?:fact","fact":")?(?:${names.join('|')})"`
  return new RegExp(`\\{"t":\\d+,"kind":"(${name}(?:,"node":"[^"]*")?(?:,"group":"[^"]*")?)`, 'y')
}
