import { describe, expect, it } from 'vitest'
import { outagesSection, worstMomentFigure } from '../../../src-main/report/html-worst-moment'
import { historySection } from '../../../src-main/report/html-history'
import { worstMoment } from '../../../src-main/report/worst-moment'
import { foldRun } from '../../../src-shared/folds/run'
import { raft } from '../../../src-shared/protocols/raft'
import { reportOf } from '../support/report'
import { NODES, StreamBuilder } from '../support/stream'

function started(): StreamBuilder {
  return new StreamBuilder().start().bootAll()
}
const momentOf = (run: StreamBuilder) => worstMoment(foldRun(run.events(), raft), run.events(), raft.description)
function isLeader(run: StreamBuilder, t_ms: number, node: string, term: number): StreamBuilder {
  return run.at(t_ms, { kind: 'role', node, role: 'leader', term, leader: node })
}

describe('the worst moment of a run', () => {
  it('is while most nodes are without a quorum, and of such times in the longest', () => {
    const run = started()
    run.between(1000, ['n1'], NODES.slice(1), 'cut').between(5000, ['n1'], NODES.slice(1), 'open')
    run.between(6000, ['n1', 'n2'], NODES.slice(2), 'cut').between(7000, ['n1', 'n2'], NODES.slice(2), 'open')
    run.between(8000, ['n4', 'n5'], NODES.slice(0, 3), 'cut').between(10_000, ['n4', 'n5'], NODES.slice(0, 3), 'open')
    const { t_us, step } = momentOf(run.exit(12_000, 'n3'))!
    expect(t_us).toBe(9_000_000)
    expect(step.groups.map(({ nodes, quorum }) => [nodes.join(' '), quorum])).toEqual([
      ['n1 n2 n3', true],
      ['n4 n5', false]
    ])
  })

  it('is in an outage of 200 ms where nothing else was wrong, which the report tells as one', () => {
    const run = started().elect(50, 'n1', 1, NODES).role(2000, 'n1', 'follower', 2, null).elect(2195, 'n2', 2, NODES)
    const fold = foldRun(run.events(), raft)
    expect(momentOf(run)).toMatchObject({ t_us: 2_100_000 })
    expect(outagesSection(fold)!.body).toContain('No leader 200 ms')
  })

  it('is none where nothing was ever wrong', () => {
    expect(momentOf(isLeader(started(), 1, 'n1', 1))).toBe(null)
    expect(worstMomentFigure(reportOf(started().events()), foldRun(started().events(), raft))).toBe('')
  })
})

it('the picture of it says who leads, who is down, and which groups have a quorum', () => {
  const run = isLeader(started(), 50, 'n3', 2).exit(500, 'n5').between(1000, ['n1'], ['n2', 'n3', 'n4'], 'cut')
  const events = run.at(9000, { kind: 'node-paused', node: 'n4' }).at(9100, { kind: 'node-resumed', node: 'n4' }).events()
  const html = worstMomentFigure(reportOf(events), foldRun(events, raft))
  expect(html.match(/<svg /g)).toHaveLength(2)
  expect(html).toContain('★ n3')
  expect(html).toContain('n1: no quorum (1 of 5)')
  expect(html).toContain('n5 down')
})

describe('the worst moment of a large cluster', () => {
  const many = Array.from({ length: 20 }, (_, at) => `n${at + 1}`)
  function divided(): StreamBuilder {
    const run = new StreamBuilder(many).start().bootAll().exit(500, 'n20')
    return run
      .between(
        1000,
        ['n3', 'n9'],
        many.filter((node) => node !== 'n3' && node !== 'n9'),
        'cut'
      )
      .between(9000, ['n1'], ['n2'], 'open')
  }

  it('is while most nodes are without a quorum there too', () => {
    const { t_us, step } = momentOf(divided())!
    expect(t_us).toBeGreaterThan(1_000_000)
    expect(step.groups.map(({ nodes, quorum }) => [nodes.length, quorum]).sort()).toEqual([
      [17, true],
      [2, false]
    ])
  })

  it('is drawn as a ring with all links as a heat map, those cut and those of nodes that are down told apart', () => {
    const events = divided().events()
    const html = worstMomentFigure(reportOf(events), foldRun(events, raft))
    expect(html).toContain('n3 n9: no quorum (2 of 20); n20 down')
    expect(html).toContain('no quorum 2 of 20')
    // 2 × 17 pairs, each way, and the key of the legend; in two themes.
    expect(html.match(/>×</g)).toHaveLength(2 * (2 * 34 + 1))
    expect(html).toMatch(/fill="url\(#worst-down-light\)"/)
  })
})

describe('the lanes of the history', () => {
  function history(count: number) {
    const run = started()
    for (let op = 1; op <= count; op += 1) {
      const asked = { client: 'c1', op } as const
      run.at(op * 10, { kind: 'invoke', ...asked, operation: { f: 'get', key: 'k' } })
      if (op % 3 === 0) run.at(op * 10 + 4, { kind: 'fail', ...asked, error: 'no leader', latency_us: 4000 })
      else run.at(op * 10 + 4, { kind: 'ok', ...asked, result: { value: null }, latency_us: 4000, node: 'n1' })
    }
    const events = run.events()
    return historySection(reportOf(events), foldRun(events, raft))
  }

  it('have a bar for each operation, which says what it was and what came of it', () => {
    const { body } = history(9)!
    expect(body.match(/<title>c1:\d+ [^<]*, (ok|fail)<\/title>/g)).toHaveLength(2 * 9)
    expect(body).toContain('✕')
    expect(body).not.toContain('Shown are')
  })

  it('show a part of a long one, and say so', () => {
    expect(history(1000)!.body).toContain('Shown are 400 of 1,000 operations')
  })

  it('are left out where there were no clients', () => expect(history(0)).toBe(null))
})
