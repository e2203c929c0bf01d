/** The second cue for nodes and groups that share one of the eight colours: a texture over it. */
import type { ChartTheme } from './palette'
import { nodeColour } from './palette'

/** The first eight have none. */
export const TEXTURES = ['plain', 'dots', 'bars', 'posts', 'checks'] as const
export type Texture = (typeof TEXTURES)[number]

/** What is drawn over the colour, in that of the ground, on a square tile of {@link TILE} units. */
export const TEXTURE_PATHS: Readonly<Record<Texture, string>> = {
  plain: '',
  dots: 'M1.4 3a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0Z',
  bars: 'M0 2H6V4H0Z',
  posts: 'M2 0H4V6H2Z',
  checks: 'M0 0H3V3H0ZM3 3H6V6H3Z'
}
export const TILE = 6

/** How a node, or a group, looks in a picture of owners. */
export interface OwnerLook {
  readonly colour: string
  readonly texture: Texture
}

/** By its place in the run: forty look different, beyond these they come round again and their names alone tell. */
export function ownerLook(theme: ChartTheme, place: number): OwnerLook {
  const round = Math.floor(place / theme.nodes.length)
  return { colour: nodeColour(theme, place), texture: TEXTURES[round % TEXTURES.length]! }
}

/** The `fill` of a shape: a colour, or the pattern of that id. */
export function fillOf({ colour, texture }: OwnerLook, pattern: string): string {
  return texture === 'plain' ? colour : `url(#${pattern})`
}
