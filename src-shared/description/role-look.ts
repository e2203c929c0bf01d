/** How a role looks: one glyph and one colour of small closed sets, so that every screen and export can draw it. */

export const ROLE_ICONS = ['star', 'vote', 'circle', 'square', 'diamond', 'triangle', 'dot'] as const
export type RoleIcon = (typeof ROLE_ICONS)[number]

export const ROLE_TONES = ['gold', 'violet', 'slate', 'teal', 'neutral'] as const
export type RoleTone = (typeof ROLE_TONES)[number]

export interface RoleLook {
  readonly icon: RoleIcon
  readonly tone: RoleTone
}

/** Of a role whose description gives none; its name stands beside it. */
export const NEUTRAL_LOOK: RoleLook = { icon: 'dot', tone: 'neutral' }

/** Glyphs of the icons where there is text alone. */
export const ICON_GLYPHS: Readonly<Record<RoleIcon, string>> = {
  star: '★',
  vote: '▲',
  circle: '●',
  square: '■',
  diamond: '◆',
  triangle: '▶',
  dot: '◉'
}
