import { describe, expect, it } from 'vitest'
import { shardsSection } from '../../../src-main/report/html-shards'
import { THEMES } from '../../../src-shared/charts/palette'
import { movesFold } from '../../../src-shared/protocols/sharded-kv/moves'
import { movesChart } from '../../../src-shared/protocols/sharded-kv/moves-charts'
import { regroupingStories } from '../../../src-shared/protocols/sharded-kv/regrouping'
import { MovesBuilder } from '../sharded-kv/move-events'

/** n2 has joined n1, and shards 2 and 3 have moved to it. */
function joined(): MovesBuilder {
  const builder = new MovesBuilder().join().move(1100, 1, 2).map(1500, 3, ['n1', 'n1', 'n2', 'n1'])
  return builder.move(1600, 2, 3).map(2000, 4, ['n1', 'n1', 'n2', 'n2'])
}

describe('the report of a sharded run', () => {
  it('has the map before and after each change of groups, with what moved outlined, and what that cost', () => {
    const { body } = shardsSection(joined().fold())!
    expect(body).toContain('<h3>At 1.00 s n2 joined</h3>')
    expect(body).toContain('40 % of all keys moved (2 of 4 shards); theory asks for 50 %.')
    expect(body).toContain('The last shard arrived 950 ms later; the longest time without writes to one was 50 ms.')
    const light = [...body.matchAll(/<div class="in-light">(<svg.*?<\/svg>)/gs)].map(([, svg]) => svg!)
    expect(light.map((svg) => /<title>.*?map (\d+)/.exec(svg)![1])).toEqual(['1', '4'])
    // Shards 2 and 3 lie side by side and went the same way.
    expect(light.map((svg) => (/<g fill="none".*?<\/g>/s.exec(svg)![0].match(/<path/g) ?? []).length)).toEqual([0, 1])
    expect(light[1]).toContain('>n2 2<')
    expect(body.match(/n1 → n2/g)).toHaveLength(2)
  })

  it('tells each change’s moves with it, and where the next change found shards', () => {
    const [first, second] = regroupingStories(joined().join(3000, 5).move(3100, 5, 1).fold())
    expect(first!.moves.map(({ shard }) => shard)).toEqual([2, 3])
    expect([first!.after.epoch, second!.before!.epoch]).toEqual([4, 4])
    expect(second!.moves.map(({ shard }) => shard)).toEqual([1])
  })

  it('has one picture where groups never changed, and nothing where nothing is sharded', () => {
    const { body } = shardsSection(new MovesBuilder().fold())!
    expect(body.match(/<figure>/g)).toHaveLength(1)
    expect(shardsSection({ ...new MovesBuilder().fold(), declared: [] })).toBe(null)
  })

  it('shades the time in which shards move across its charts', () => {
    const run = joined().plan(4000, 3, 1).fold()
    expect(movesFold.work!.spans(movesFold.of(run)!)).toEqual([
      { start_us: 1_100_000, end_us: 1_950_000 },
      { start_us: 4_000_000, end_us: null }
    ])
    const view = { from_us: 0, to_us: 5_000_000 }
    const { series } = movesChart.build(run, view, THEMES.light, { width_px: 800, height_px: 200 }) as unknown as {
      series: { id: string; data: unknown[] }[]
    }
    expect(series.find(({ id }) => id === 'work')!.data).toEqual([
      [1.1, 1.95],
      [4, 4]
    ])
  })
})
