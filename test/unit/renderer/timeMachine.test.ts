import { describe, expect, test } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { EventArchive } from '../../../src-renderer/lab/run/eventArchive'
import { RunFolds } from '../../../src-renderer/lab/run/runFolds'
import { TimeMachine } from '../../../src-renderer/lab/run/timeMachine'
import { encodeEvents } from '../../../src-shared/wire/events'
import { minuteOfRaft, seededRandom } from '../support/stream'
import { plain } from './support/plain'
import { followingFold } from '../../../src-shared/protocols/leadership/following'
import { leadershipFold } from '../../../src-shared/protocols/leadership/leadership'
import { rolesFold } from '../../../src-shared/protocols/leadership/roles'
import { raft } from '../../../src-shared/protocols/raft'

const EVENTS = minuteOfRaft()
/** Far fewer than in a page, so that a short run has keyframes, and too many of them. */
const BOUNDS = { events_apart: 150, whole_max: 6, older_max: 20 }

function machineOf(events: readonly LabEvent[], archive = new EventArchive(), bounds = BOUNDS) {
  const head = new RunFolds(raft.description)
  const machine = new TimeMachine(archive, () => new RunFolds(raft.description), head, bounds)
  for (let at = 0; at < events.length; at += 97) {
    const batch = events.slice(at, at + 97)
    archive.append(encodeEvents(batch), batch)
    for (const event of batch) {
      head.observe(event)
      machine.pass(event.seq)
    }
  }
  return { machine, head, archive }
}
function foldUpTo(seq: number): unknown {
  const folds = new RunFolds(raft.description)
  for (const event of EVENTS) if (event.seq <= seq) folds.observe(event)
  return plain(folds)
}
function go(machine: TimeMachine, seq: number): void {
  machine.startSeek(seq)
  expect(machine.work(Infinity, () => 0)).toBe(true)
}

test('at any moment it shows what folding from the start shows', () => {
  const { machine, head } = machineOf(EVENTS)
  const seed = 11
  const random = seededRandom(seed)
  for (let round = 0; round < 25; round++) {
    const seq = 1 + Math.floor(random() * EVENTS.length)
    go(machine, seq)
    expect(machine.seq).toBe(seq)
    expect(plain(machine.folds), `seed ${seed}, event ${seq}`).toEqual(foldUpTo(seq))
  }
  expect(plain(head)).toEqual(foldUpTo(EVENTS.length))
})

/** Messages that arrive, are lost, or are still under way. */
function messageEvents(count: number): LabEvent[] {
  const bodies = Array.from({ length: count }, (_, n): object[] => {
    const message = { from: `n${1 + (n % 3)}`, to: `n${2 + (n % 3)}`, boot: 1, n }
    const clock = { lamport: n, vector: [n, 0, n] }
    const sent = { kind: 'sent', ...message, type: 'append-entries', bytes: 96, forms: ['heartbeat'], says: `round ${n}`, clock }
    if (n % 7 === 0) return [sent, { kind: 'dropped', ...message, cause: 'cut' }]
    if (n % 5 === 0) return [sent]
    return [
      sent,
      { kind: 'delivered', ...message, late_us: 3, copy: 1, corrupted: false },
      { kind: 'received', ...message, type: 'append-entries', clock }
    ]
  })
  return bodies.flat().map((body, i) => ({ ...body, t: 100 * i, seq: i + 1 }) as LabEvent)
}

test('shows the same when messages of keyframes are packed, some or all, and packs them in slices', () => {
  const events = messageEvents(600)
  const { machine } = machineOf(events, new EventArchive(), { ...BOUNDS, whole_max: 20 })
  const expectSame = (seq: number): void => {
    go(machine, seq)
    const folds = new RunFolds(raft.description)
    for (const event of events) if (event.seq <= seq) folds.observe(event)
    expect(plain(machine.folds), `event ${seq}`).toEqual(plain(folds))
  }
  let slices = 0
  while (machine.pack(() => true)) expectSame(1 + ((++slices * 331) % events.length))
  expect(slices).toBeGreaterThan(5)
  for (let seq = events.length - 50; seq > 0; seq -= 211) expectSame(seq)
})

test('steps back and forth by one event', () => {
  const { machine } = machineOf(EVENTS)
  for (const seq of [700, 699, 698, 699, 700, 701, 600, 601]) {
    go(machine, seq)
    expect(plain(machine.folds), `event ${seq}`).toEqual(foldUpTo(seq))
  }
})

test('travels in slices, and a new destination on the way is reached as well', () => {
  const { machine } = machineOf(EVENTS)
  let now_ms = 0
  const slice = () => machine.work(now_ms + 1, () => ++now_ms)
  machine.startSeek(140)
  expect(slice()).toBe(false)
  machine.startSeek(145)
  while (!slice());
  expect(plain(machine.folds)).toEqual(foldUpTo(145))
  // Onward it moves the folds that are on show: half-way they are where they say they are.
  machine.startSeek(290)
  machine.work(0, () => 1)
  machine.startSeek(200)
  while (!slice());
  expect(plain(machine.folds)).toEqual(foldUpTo(200))
})

test('before the first event there is nothing', () => {
  const { machine } = machineOf(EVENTS)
  go(machine, 500)
  go(machine, 0)
  expect(plain(machine.folds)).toEqual(plain(new RunFolds(raft.description)))
})

/** So many that none is dropped. */
const BOUNDS_OF_THINNED = { events_apart: 3000, whole_max: 40, older_max: 40 }

describe('of a run that is thinned', () => {
  const events = withMessages(EVENTS)
  /** Small enough that the first half of the minute has no operations, and a quarter no messages. */
  const archive = new EventArchive({ whole_bytes_max: 200_000, messageless_bytes_max: 110_000, sparse_bytes_max: 4_000_000 })
  const { machine } = machineOf(events, archive, BOUNDS_OF_THINNED)
  const [sparse, messageless] = [archive.without_operations!, archive.without_messages!]
  const seed = 12

  /** Events within the stretch that are still there, and the folds from the start up to each, in order. */
  function* moments(from: number, to: number, count: number): Generator<[seq: number, real: RunFolds]> {
    const random = seededRandom(seed)
    const seqs = Array.from({ length: count }, () => archive.at(from + Math.ceil(random() * (to - from)))!.seq)
    const real = new RunFolds(raft.description)
    let next = 0
    for (const seq of seqs.sort((a, b) => a - b)) {
      for (; events[next]!.seq <= seq; next++) real.observe(events[next]!)
      yield [seq, real]
    }
  }

  test('where single messages are gone it shows what folding from the start shows, but for them', () => {
    expect(messageless.seq - sparse.seq, 'events in that stretch').toBeGreaterThan(4000)
    // From the first keyframe on.
    for (const [seq, real] of moments(sparse.seq + BOUNDS_OF_THINNED.events_apart, messageless.seq, 6)) {
      go(machine, seq)
      const { fold, history, narrator } = machine.folds!
      const say = `seed ${seed}, event ${seq}`
      expect(plain({ ...fold, messages: null, events: 0 }), say).toEqual(plain({ ...real.fold, messages: null, events: 0 }))
      expect(plain(narrator.sentences), say).toEqual(plain(real.narrator.sentences))
      expect(history.operations.at(-1), say).toEqual(real.history.operations.at(-1))
    }
  })

  test('where single operations are gone as well, nodes, links and faults are right at any moment, and so is what became of operations up to it', () => {
    expect(sparse.t_us).toBeGreaterThan(20_000_000)
    for (const [seq, { fold: real }] of moments(0, sparse.seq, 12)) {
      go(machine, seq)
      const shown = machine.folds!.fold
      const say = `seed ${seed}, event ${seq}`
      for (const name of ['partition', 'faults', 'notices'] as const) {
        expect(plain(shown[name]), `${name}, ${say}`).toEqual(plain(real[name]))
      }
      for (const fold of [followingFold, rolesFold, leadershipFold])
        expect(plain(fold.of(shown)!), say).toEqual(plain(fold.of(real)!))
      for (const [id, { process, role, boot }] of real.cluster.nodes) {
        expect(shown.cluster.nodes.get(id), say).toMatchObject({ process, role, boot })
      }
      // To the step of time before the moment.
      const until = real.operations.buckets.until(shown.cluster.now_us)
      const { ok, fail, unknown } = until.sum({ from_us: 0, to_us: Infinity })
      expect(shown.operations, say).toMatchObject({ ok, fail, unknown })
      expect(plain(shown.operations.buckets), say).toEqual(plain(until))
    }
  })
})

/** A message behind every event. */
function withMessages(events: readonly LabEvent[]): LabEvent[] {
  return events.flatMap((event, i): LabEvent[] => {
    const message = { from: 'n1', to: 'n2', boot: 1, n: i + 1, type: 'append-entries', bytes: 96 }
    return [
      { ...event, seq: 2 * i + 1 },
      { ...message, kind: 'sent', t: event.t, seq: 2 * i + 2 }
    ]
  })
}
