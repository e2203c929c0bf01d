import { describe, expect, it } from 'vitest'
import { outageBars } from '../../../src-shared/charts/outage-layer'
import { outagesIn } from '../../../src-shared/charts/outages'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import { linkId } from '../../../src-shared/ids'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import { leadershipFold, gapsOf } from '../../../src-shared/protocols/leadership/leadership'
import { raft } from '../../../src-shared/protocols/raft'
import { runStarted } from '../support/run-started'
import { minuteOfRaft } from '../support/stream'

const minute = foldRun(minuteOfRaft(), raft)
const MINUTE = { from_us: 0, to_us: 60_000_000 }

/** All start; a second later the links among some of them are cut. */
function cutAmong(nodes: readonly string[], among: readonly string[]): LabEvent[] {
  const links = among.flatMap((from) => among.filter((to) => to !== from).map((to) => linkId(from, to)))
  const changes = links.map((link) => ({ link, mode: 'cut' as const, settings: CLEAR_LINK }))
  const bodies: [EventBody, t: number][] = [
    [runStarted(nodes), 0],
    ...nodes.map((node): [EventBody, number] => [
      { kind: 'node-ready', node, boot: 1, recovered_records: 0, truncated_bytes: 0 },
      1000
    ]),
    [{ kind: 'link-changed', links: changes }, 1_000_000],
    [{ kind: 'note', node: 'n1', topic: 'campaign', detail: '' }, 2_000_000]
  ]
  return bodies.map(([body, t], at) => ({ ...body, t, seq: at + 1 }) as LabEvent)
}

describe('outages', () => {
  it('are the times without a leader, but not the start, with their lengths', () => {
    const gaps = gapsOf(leadershipFold.of(minute)!).filter(({ start_us }) => start_us > 0)
    const outages = outagesIn(minute, MINUTE)
    expect(gaps.length).toBeGreaterThan(0)
    for (const { start_us, end_us } of gaps) {
      const own = outages.find(({ from_us }) => from_us === start_us)!
      expect(own.to_us).toBe(end_us)
      expect(own.texts[0]).toMatch(/^no leader [\d.]+ m?s/)
    }
  })

  it('are not without a quorum while somebody reaches one of nodes that do not reach each other', () => {
    const nodes = ['n1', 'n2', 'n3', 'n4', 'n5']
    const cutBetween = (among: readonly string[]) =>
      outagesIn(foldRun(cutAmong(nodes, among), raft), MINUTE).map(({ texts }) => texts[0])
    expect(cutBetween(nodes.slice(1))).toEqual([])
    expect(cutBetween(nodes)).toEqual([expect.stringMatching(/^no quorum/)])
  })

  it('are clipped to the view', () => {
    const { from_us, to_us } = outagesIn(minute, MINUTE)[0]!
    const middle = (from_us + to_us) / 2
    expect(outagesIn(minute, { from_us: middle, to_us: to_us + 1 })[0]).toMatchObject({ from_us: middle, to_us })
    expect(outagesIn(minute, { from_us: 0, to_us: from_us })).toEqual([])
  })
})

describe('texts of outages', () => {
  const outage = (from_us: number, to_us: number) => ({ from_us, to_us, texts: ['no leader 412 ms', '412 ms'] })
  const textsOf = (spans: readonly (readonly [number, number])[], right = 1000) =>
    outageBars(
      spans.map(([from, to]) => outage(from, to)),
      (t_us) => t_us,
      10,
      { left: 0, right }
    )

  it('are shorter or left out beside a longer outage’s', () => {
    expect(
      textsOf([
        [0, 5],
        [10, 100],
        [130, 135],
        [200, 280]
      ]).map(({ text }) => text)
    ).toEqual(['', 'no leader 412 ms', '412 ms', 'no leader 412 ms'])
  })

  it('end within the picture', () => {
    expect(textsOf([[990, 1000]])[0]).toMatchObject({ left: 990, text_left: 1000 - 96 })
  })
})
