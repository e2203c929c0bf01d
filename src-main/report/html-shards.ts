/** Who owned which shard of a sharded store: before and after each change of groups, what moved and why, and what that cost. */
import { durationText } from '../../src-shared/charts/time-scale'
import { THEMES } from '../../src-shared/charts/palette'
import type { RunFold } from '../../src-shared/folds/run'
import { mapsFold } from '../../src-shared/protocols/sharded-kv/maps'
import type { PublishedMap } from '../../src-shared/protocols/sharded-kv/maps'
import { keysOfMove, movesFold, reachedUs, stageAt, stageText, windowSince } from '../../src-shared/protocols/sharded-kv/moves'
import type { ShardMove } from '../../src-shared/protocols/sharded-kv/moves'
import { regroupingStories, sharesOf } from '../../src-shared/protocols/sharded-kv/regrouping'
import type { RegroupingStory } from '../../src-shared/protocols/sharded-kv/regrouping'
import { escapeXml } from './draw'
import { count, seconds, table } from './html-parts'
import type { Section } from './html-parts'
import { shardPicture } from './shard-picture'

/** Changes of groups with pictures, the newest; others are in the tables alone. */
const CHANGES_MAX = 8
/** Moves told of each change. */
const MOVES_MAX = 100

/** Null: nothing is sharded. */
export function shardsSection(fold: RunFold): Section | null {
  const current = mapsFold.of(fold)?.current
  if (!current) return null
  const stories = regroupingStories(fold)
  const left_out = stories.length - CHANGES_MAX
  const note = left_out > 0 ? [`<p class="muted">${count(left_out)} earlier changes are in the exported tables.</p>`] : []
  const told = stories.slice(-CHANGES_MAX).map((story) => storyHtml(story, fold.cluster.now_us))
  const others =
    told.length === 0 ? [figures('end', [[current, null, 'At the end']]), movesHtml(allMoves(fold), fold.cluster.now_us)] : []
  return { title: 'Shards and who owned them', body: [...note, ...told, ...others].join('\n') }
}

function storyHtml(story: RegroupingStory, now_us: number): string {
  const { cause, t_us, before, after } = story
  const maps: PictureOf[] = before === null ? [] : [[before, null, 'Before: owners, and how many shards each has']]
  return `<h3>At ${seconds(t_us / 1000)} ${escapeXml(cause)}</h3>
<p>${escapeXml(costText(story))}</p>
${figures(`${t_us}`, [...maps, [after, before, 'After: what is outlined has moved']])}
${movesHtml(story.moves, now_us)}`
}

/** "25 % of all keys moved (17 of 64 shards); theory asks for 25 %. The last shard arrived 1.9 s later; the longest time without writes to one was 12 ms." */
function costText(story: RegroupingStory): string {
  const { moved, planned } = sharesOf(story)
  const of_shards = `${count(story.moved_shards)} of ${count(story.of_shards)} shards`
  const rest = moved < planned ? `, where ${percent(planned)} were to` : ''
  const shares = `${percent(moved)} of all keys moved (${of_shards})${rest}; theory asks for ${percent(story.theory_share)}.`
  if (story.last_us === null) return shares
  const windows = story.moves.flatMap((move) => windowMs(move) ?? [])
  const window = windows.length === 0 ? '' : `; the longest time without writes to one was ${durationText(Math.max(...windows))}`
  return `${shares} The last shard arrived ${durationText((story.last_us - story.t_us) / 1000)} later${window}.`
}

type PictureOf = readonly [map: PublishedMap, before: PublishedMap | null, caption: string]

/** `id`: of these pictures alone. Each twice: the page shows the one that suits the reader's screen. */
function figures(id: string, pictures: readonly PictureOf[]): string {
  const drawn = pictures.map(([map, before, caption], at) => {
    const title = `${caption}: map ${map.epoch} of ${count(map.shards.length)} shards, placed by ${map.strategy}`
    const [light, dark] = [THEMES.light, THEMES.dark].map((theme) =>
      shardPicture(map, before, theme, { id: `shards-${id}-${at}-${theme.name}`, title })
    )
    return `<figure><div class="in-light">${light}</div><div class="in-dark">${dark}</div><figcaption>${escapeXml(caption)}</figcaption></figure>`
  })
  return `<div class="side-by-side">${drawn.join('\n')}</div>`
}

function allMoves(fold: RunFold): ShardMove[] {
  return movesFold.of(fold)?.moves.toArray() ?? []
}

function movesHtml(moves: readonly ShardMove[], now_us: number): string {
  if (moves.length === 0) return ''
  const rows = moves.slice(0, MOVES_MAX).map((move) => {
    const window_ms = windowMs(move)
    return [
      count(move.shard),
      escapeXml(`${move.from ?? '?'} → ${move.to ?? '?'}`),
      escapeXml(move.reason),
      escapeXml(stageText(move, stageAt(move, now_us) ?? 'planned')),
      count(keysOfMove(move)),
      durationText(((reachedUs(move, 'active') ?? reachedUs(move, 'cancelled') ?? now_us) - move.planned_us) / 1000),
      window_ms === null ? '–' : durationText(window_ms)
    ]
  })
  const more = moves.length - rows.length
  const note = more > 0 ? `<p class="muted">${count(more)} more are in the exported tables.</p>` : ''
  const headings = ['Shard#', 'From and to', 'Why', 'How far', 'Keys#', 'Took#', 'Without writes#']
  return `<details class="card"><summary>Why ${moves.length === 1 ? 'this shard' : `these ${count(moves.length)} shards`} moved</summary>
<div class="wide">${table('', headings, rows)}</div>${note}</details>`
}

/** How long its shard took no writes; null: it did all the time, or takes none still. */
function windowMs(move: ShardMove): number | null {
  const window = windowSince(move, 'read-only')
  return window === null || window.to_us === null ? null : (window.to_us - window.from_us) / 1000
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
