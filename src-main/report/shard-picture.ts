/** The picture of a map of shards as a drawing that stands alone: owners by colour and name, and what has another owner than before. */
import type { ChartTheme } from '../../src-shared/charts/palette'
import type { OwnerLook } from '../../src-shared/charts/textures'
import { fillOf, TEXTURE_PATHS, TILE } from '../../src-shared/charts/textures'
import type { PublishedMap } from '../../src-shared/protocols/sharded-kv/maps'
import { shapeOf } from '../../src-shared/protocols/sharded-kv/picture/shapes'
import type { Point } from '../../src-shared/layout/circle'
import type { Shape } from '../../src-shared/protocols/sharded-kv/picture/shapes'
import { mergeRuns, ownerLooks, ownerNumber, runsOf, slicesOf } from '../../src-shared/protocols/sharded-kv/picture/slices'
import type { GroupRun, Slice } from '../../src-shared/protocols/sharded-kv/picture/slices'
import { escapeXml } from './draw'

/** More shards cannot be told apart: neighbours of one owner are drawn as one. */
const SLICES_MAX = 256
const FONT = 13
/** Mean width of a character, in font sizes. */
const CHARACTER_EM = 0.58

/** `before`: what has another owner than by this map is outlined; null: nothing is. `id`: of this picture alone in its page. */
export function shardPicture(
  map: PublishedMap,
  before: PublishedMap | null,
  theme: ChartTheme,
  { id, title }: { readonly id: string; readonly title: string }
): string {
  const shape = shapeOf(map)
  const { x, y, width, height } = shape.view_box
  const slices = slicesOf(map)
  const runs = runsOf(slices)
  const looks = ownerLooks(theme, map)
  const fill = (group: string): string => fillOf(looks.get(group)!, patternId(id, group))
  const drawn = slices.length > SLICES_MAX ? runs : slices.map(runOf)
  const bands = drawn.map((run) => `<path d="${shape.band(run)}" fill="${fill(run.group)}"/>`)
  const outlines = movedRuns(slices, before).map((run) => `<path d="${shape.band(run)}"/>`)
  const names = runs.map((run) => ownerText(run, shape, theme))
  const signs = signTexts(map).flatMap(({ name, text }, at) => {
    const place = shape.sign(at, map.groups.length)
    const left = place.x - text.length * CHARACTER_EM * 0.5 * FONT - 2 * TILE - 3
    // Moved there, so that its texture begins at its corner.
    const swatch = `<rect transform="translate(${left.toFixed(1)} ${(place.y - TILE).toFixed(1)})" width="${2 * TILE}" height="${2 * TILE}" fill="${fill(name)}"/>`
    return [swatch, words(place, text, theme.text)]
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="${x} ${y} ${width} ${height}" font-family="${escapeXml(theme.font)}" font-size="${FONT}">
<title>${escapeXml(title)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${theme.ground}"/>
<defs>${[...looks].map(([group, look]) => pattern(patternId(id, group), look, theme)).join('')}</defs>
<g stroke="${theme.ground}" stroke-width="1">${bands.join('')}</g>
<g fill="none" stroke="${theme.text}" stroke-width="2">${outlines.join('')}</g>
${[...names, ...signs, words(shape.figures, `epoch ${map.epoch}`, theme.muted)].join('')}</svg>`
}

/** Whose run it is: by name beside the band, where that has no room by number within. */
function ownerText({ group, from, to }: GroupRun, shape: Shape, theme: ChartTheme): string {
  const middle = (from + to) / 2
  if ((to - from) * shape.length >= (group.length * CHARACTER_EM + 0.4) * FONT)
    return words(shape.label(middle), group, theme.text)
  const number = ownerNumber(group)
  const { along, across } = shape.number_room({ from, to })
  if (number === '' || along < FONT || across < number.length * CHARACTER_EM * FONT) return ''
  const { x, y, turn } = shape.number(middle)
  const halo = `stroke="${theme.ground}" stroke-width="4" paint-order="stroke" font-weight="600"`
  return `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn.toFixed(1)})" ${halo}>${words({ x: 0, y: 0 }, number, theme.text)}</g>`
}

function patternId(picture: string, group: string): string {
  return `${picture}-${escapeXml(group)}`
}

function pattern(id: string, { colour, texture }: OwnerLook, theme: ChartTheme): string {
  if (texture === 'plain') return ''
  const ground = `<rect width="${TILE}" height="${TILE}" fill="${colour}"/>`
  return `<pattern id="${id}" width="${TILE}" height="${TILE}" patternUnits="userSpaceOnUse">${ground}<path d="${TEXTURE_PATHS[texture]}" fill="${theme.ground}"/></pattern>`
}

/** `n4 17`: a group and how many shards it has. */
function signTexts({ groups, shards }: PublishedMap): { name: string; text: string }[] {
  const counts = new Map<string, number>()
  for (const { group } of shards) counts.set(group, (counts.get(group) ?? 0) + 1)
  return groups.map(({ name, leaving }) => {
    const text = `${name} ${counts.get(name) ?? 0}`
    return { name, text: leaving ? `${text}, leaves` : text }
  })
}

/** Neighbours that went from one group to one other as one. */
function movedRuns(slices: readonly Slice[], before: PublishedMap | null): GroupRun[] {
  const owners = new Map(before?.shards.map(({ id, group }) => [id, group]))
  const changes = slices.map(({ from, to, shard }) => {
    const owner = owners.get(shard.id) ?? shard.group
    return { group: owner === shard.group ? '' : `${owner} ${shard.group}`, from, to }
  })
  return mergeRuns(changes).filter(({ group }) => group !== '')
}

function runOf({ from, to, shard }: Slice): GroupRun {
  return { group: shard.group, from, to }
}

function words({ x, y }: Point, text: string, fill: string): string {
  const at = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${fill}"`
  return `<text ${at} text-anchor="middle" dominant-baseline="central">${escapeXml(text)}</text>`
}
