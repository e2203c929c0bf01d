/** What the stamps of logical clocks take on the wire, by the number of writers, and what smaller ones get wrong. */
import { pack } from 'msgpackr'
import { compareVectors } from '../../src-shared/causality/vectors'
import type { Vector } from '../../src-shared/causality/vectors'
import { createRandom } from '../../src-shared/random'
import { FRAME_KINDS } from '../../src-shared/wire/frame'
import { encodeFrame } from '../../src-shared/wire/frame-writer'
import { benchRow } from './row'
import type { BenchRow } from './row'

const WRITERS = [1, 4, 16, 64, 256]
/** Events of each writer: half of them follow a message from another. */
const EVENTS = 20
/** Through so many replicas clients write to a store with dotted version vectors (Preguiça et al. 2010). */
const REPLICAS = 3
/** Slots of a clock of bounded size: writers share them (plausible clocks; Torres-Rojas, Ahamad 1999). */
const SLOTS = 8
/** The most that frames carry. */
const FRAME_SLOTS_MAX = 64

/** Sizes are exact: one round is enough. */
export function benchClockBytes(): Promise<BenchRow[]> {
  return Promise.resolve(WRITERS.flatMap(rowsOf))
}

interface Event {
  readonly lamport: number
  readonly vector: Vector
  readonly bounded: Vector
  /** The replica and number of the write, and what it had read. */
  readonly dotted: readonly [dot: readonly [number, number], context: Vector]
}

function rowsOf(writers: number): BenchRow[] {
  const events = eventsOf(writers)
  const sizes = (of: (event: Event) => unknown) => events.map((event) => pack(of(event)).length)
  const lamport = {
    name: 'a Lamport stamp',
    median: benchRow(
      '',
      '',
      sizes(({ lamport }) => lamport)
    ).median
  }
  const sized = (name: string, of: (event: Event) => unknown): BenchRow => ({
    ...benchRow(`${writers} writers: ${name}`, 'bytes', sizes(of)),
    baseline: lamport
  })
  return [
    sized('a vector', ({ vector }) => vector),
    sized(`a dotted version vector, ${REPLICAS} replicas`, ({ dotted }) => dotted),
    sized(`a bounded vector, ${SLOTS} slots`, ({ bounded }) => bounded),
    benchRow(`${writers} writers: concurrent pairs that the bounded vector puts in order`, '%', [wronglyOrdered(events)]),
    ...(writers > FRAME_SLOTS_MAX
      ? []
      : [benchRow(`${writers} writers: a frame without a body`, 'bytes', events.map(frameBytes))])
  ]
}

function eventsOf(writers: number): Event[] {
  const random = createRandom(1, 'clock-bytes')
  const newest: Event[] = Array.from({ length: writers }, () => ({
    lamport: 0,
    vector: new Array<number>(writers).fill(0),
    bounded: new Array<number>(Math.min(SLOTS, writers)).fill(0),
    dotted: [[0, 0], new Array<number>(REPLICAS).fill(0)]
  }))
  const counts = new Array<number>(REPLICAS).fill(0)
  return Array.from({ length: writers * EVENTS }, () => {
    const writer = Math.floor(random() * writers)
    const own = newest[writer]!
    const heard = random() < 0.5 ? own : newest[Math.floor(random() * writers)]!
    const replica = Math.floor(random() * REPLICAS)
    counts[replica]!++
    return (newest[writer] = {
      lamport: Math.max(own.lamport, heard.lamport) + 1,
      vector: raised(greater(own.vector, heard.vector), writer),
      bounded: raised(greater(own.bounded, heard.bounded), writer % SLOTS),
      dotted: [[replica, counts[replica]!], greater(seen(own), seen(heard))]
    })
  })
}

/** The write and all that it had read. */
function seen({ dotted: [[replica, n], context] }: Event): Vector {
  return context.map((count, slot) => (slot === replica ? Math.max(count, n) : count))
}

function greater(a: Vector, b: Vector): Vector {
  return a.map((count, slot) => Math.max(count, b[slot]!))
}

function raised(vector: Vector, slot: number): Vector {
  return vector.map((count, i) => (i === slot ? count + 1 : count))
}

/** Of neighbours in time, %: all pairs would be too many. */
function wronglyOrdered(events: readonly Event[]): number {
  const pairs = events.flatMap((event, i) => events.slice(i + 1, i + 33).map((other) => [event, other] as const))
  const concurrent = pairs.filter(([a, b]) => compareVectors(a.vector, b.vector) === 'concurrent')
  const wrong = concurrent.filter(([a, b]) => compareVectors(a.bounded, b.bounded) !== 'concurrent')
  return concurrent.length === 0 ? 0 : (100 * wrong.length) / concurrent.length
}

function frameBytes({ lamport, vector }: Event): number {
  const header = { kind: FRAME_KINDS.message, traced: true, type_code: 0, n: 1, boot: 1, lamport, vector }
  return encodeFrame(header, null).length
}
