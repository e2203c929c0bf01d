/** Colours and sizes of charts and of everything that must look the same beside them. Colour never speaks alone: a glyph or word goes with it. */
import type { MessageKind } from '../description/messages'
import type { FaultKind } from '../faults/kind'
import type { Reach } from '../folds/partition'
import type { RoleTone } from '../description/role-look'

export type ThemeName = 'light' | 'dark' | 'projector'

/** A filled mark with the text that can stand on it (contrast at least 4.5:1; 7:1 on the projector). */
export interface Mark {
  readonly fill: string
  readonly text: string
}

export interface ChartTheme {
  readonly name: ThemeName
  readonly ground: string
  readonly text: string
  /** Axis labels and second-rank text. */
  readonly muted: string
  /** Grid lines. */
  readonly rule: string
  /** Lines without an identity of their own. */
  readonly ink: string
  /** Identity of the nodes, by their place in the run. */
  readonly nodes: readonly string[]
  readonly tones: Readonly<Record<RoleTone, Mark>>
  /** Processes that do nothing. */
  readonly states: { readonly paused: Mark; readonly down: Mark }
  readonly outcomes: { readonly ok: string; readonly fail: string; readonly unknown: string }
  /** Messages by what they are for; a glyph of its own goes with each. */
  readonly messages: Readonly<Record<MessageKind, string>>
  /** Conditions of links and reach of nodes, from good to bad. */
  readonly reach: Readonly<Record<Reach, Mark>>
  readonly conditions: { readonly open: Mark; readonly disturbed: Mark; readonly cut: Mark; readonly down: Mark }
  /** From none to most. */
  readonly heat: readonly Mark[]
  /** Of each kind of fault. */
  readonly faults: Readonly<Record<FaultKind, FaultLook>>
  /** Words about an outage. */
  readonly outage: string
  /** Moments ticked at the top of charts. */
  readonly tick: string
  readonly leaderless: string
  readonly font_px: number
  readonly small_px: number
  readonly title_px: number
  readonly line_px: number
  readonly font: string
}

/** How a fault stands in charts: the shade across the plot, the line where it begins, its name. */
interface FaultLook {
  readonly band: string
  readonly edge: string
  readonly text: string
}

function faultLook(text: string, band_alpha: number, edge_alpha: number): FaultLook {
  const rgb = [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)).join(', ')
  return { text, band: `rgba(${rgb}, ${band_alpha})`, edge: `rgba(${rgb}, ${edge_alpha})` }
}

const FONT = "'Inter Variable', Inter, 'DejaVu Sans', sans-serif"

/**
 * Okabe and Ito's eight colours (2008), darkened or lightened within their hue until they stand out from the ground: at least 3:1,
 * on the projector 7:1. The two that come close to others when darkened (orange, sky) come late.
 */
const LIGHT_NODES = ['#0072B2', '#D55E00', '#009E73', '#AC5C8A', '#3A3F47', '#C68906', '#3D9DD1', '#A09600'] as const
const DARK_NODES = ['#2F93D6', '#E8742A', '#12B886', '#CC79A7', '#D5DAE1', '#E69F00', '#56B4E9', '#F0E442'] as const
const PROJECTOR_NODES = ['#025C90', '#933F03', '#006548', '#8A3D6A', '#1B1F26', '#775101', '#00606B', '#605A00'] as const

const light: ChartTheme = {
  name: 'light',
  ground: '#FFFFFF',
  text: '#1B1F26',
  muted: '#596270',
  rule: '#E6E9ED',
  ink: '#2B4A6F',
  nodes: LIGHT_NODES,
  tones: {
    gold: { fill: '#F2B705', text: '#1B1F26' },
    violet: { fill: '#7446C8', text: '#FFFFFF' },
    slate: { fill: '#DCE2EA', text: '#3A4450' },
    teal: { fill: '#0F7B72', text: '#FFFFFF' },
    neutral: { fill: '#EEF0F3', text: '#4A5360' }
  },
  states: {
    paused: { fill: '#F3F4F6', text: '#596270' },
    down: { fill: '#FFFFFF', text: '#596270' }
  },
  outcomes: { ok: '#4E9DB8', fail: '#C8321F', unknown: '#E08A00' },
  messages: { ask: '#7446C8', decision: '#A8246B', data: '#1F5FBF', answer: '#0F7B72', heartbeat: '#8A96A6' },
  reach: {
    all: { fill: '#E3EEF2', text: '#1F4957' },
    quorum: { fill: '#8DC3D4', text: '#12303A' },
    minority: { fill: '#C8321F', text: '#FFFFFF' },
    part: { fill: '#8DC3D4', text: '#12303A' },
    alone: { fill: '#C8321F', text: '#FFFFFF' },
    down: { fill: '#FFFFFF', text: '#596270' }
  },
  conditions: {
    open: { fill: '#E3EEF2', text: '#1F4957' },
    disturbed: { fill: '#F5A947', text: '#3B2400' },
    cut: { fill: '#C8321F', text: '#FFFFFF' },
    down: { fill: '#FFFFFF', text: '#596270' }
  },
  heat: [
    { fill: '#F0F4F6', text: '#1F4957' },
    { fill: '#CFE5EC', text: '#12303A' },
    { fill: '#9CCBDA', text: '#12303A' },
    { fill: '#2F7389', text: '#FFFFFF' },
    { fill: '#12404F', text: '#FFFFFF' }
  ],
  faults: {
    cut: faultLook('#A32817', 0.1, 0.55),
    slow: faultLook('#8A5200', 0.1, 0.55),
    lossy: faultLook('#9B2F78', 0.1, 0.55),
    crash: faultLook('#3A3F47', 0.1, 0.55),
    pause: faultLook('#50627A', 0.1, 0.55),
    disk: faultLook('#0B629A', 0.1, 0.55),
    clock: faultLook('#00705A', 0.1, 0.55),
    members: faultLook('#5F6B00', 0.1, 0.55),
    bug: faultLook('#6E4A2F', 0.1, 0.55),
    other: faultLook('#596270', 0.1, 0.55)
  },
  outage: '#A32817',
  tick: '#7446C8',
  leaderless: '#C8321F',
  font_px: 12,
  small_px: 11,
  title_px: 14,
  line_px: 1.75,
  font: FONT
}

const dark: ChartTheme = {
  ...light,
  name: 'dark',
  ground: '#14171C',
  text: '#E9ECF1',
  muted: '#A3ADBA',
  rule: '#2A3038',
  ink: '#A9C7EA',
  nodes: DARK_NODES,
  tones: {
    gold: { fill: '#F2B705', text: '#14171C' },
    violet: { fill: '#8F66E0', text: '#0D0720' },
    slate: { fill: '#38424E', text: '#D3DAE3' },
    teal: { fill: '#2AA79B', text: '#06201D' },
    neutral: { fill: '#2A2F37', text: '#C3CAD4' }
  },
  states: {
    paused: { fill: '#20252C', text: '#A3ADBA' },
    down: { fill: '#14171C', text: '#A3ADBA' }
  },
  outcomes: { ok: '#4F9FBB', fail: '#F0563F', unknown: '#F5A947' },
  messages: { ask: '#B394F5', decision: '#F07BB8', data: '#79AEF7', answer: '#2FB3A6', heartbeat: '#8595A9' },
  reach: {
    all: { fill: '#22343B', text: '#BFDDE6' },
    quorum: { fill: '#2F7389', text: '#FFFFFF' },
    minority: { fill: '#E5533D', text: '#14171C' },
    part: { fill: '#2F7389', text: '#FFFFFF' },
    alone: { fill: '#E5533D', text: '#14171C' },
    down: { fill: '#14171C', text: '#A3ADBA' }
  },
  conditions: {
    open: { fill: '#22343B', text: '#BFDDE6' },
    disturbed: { fill: '#F5A947', text: '#231500' },
    cut: { fill: '#E5533D', text: '#14171C' },
    down: { fill: '#14171C', text: '#A3ADBA' }
  },
  heat: [
    { fill: '#1B2228', text: '#BFDDE6' },
    { fill: '#22404B', text: '#D6ECF2' },
    { fill: '#2A6376', text: '#FFFFFF' },
    { fill: '#62B2CC', text: '#06202A' },
    { fill: '#B9E3F0', text: '#06202A' }
  ],
  faults: {
    cut: faultLook('#FF9B89', 0.15, 0.6),
    slow: faultLook('#F5B04A', 0.15, 0.6),
    lossy: faultLook('#F08CC8', 0.15, 0.6),
    crash: faultLook('#D5DAE1', 0.15, 0.6),
    pause: faultLook('#A9BCD6', 0.15, 0.6),
    disk: faultLook('#6FBCF0', 0.15, 0.6),
    clock: faultLook('#5AD3A8', 0.15, 0.6),
    members: faultLook('#C9D35A', 0.15, 0.6),
    bug: faultLook('#D9AE8C', 0.15, 0.6),
    other: faultLook('#A3ADBA', 0.15, 0.6)
  },
  outage: '#FF9B89',
  tick: '#B394F5',
  leaderless: '#F0563F'
}

const projector: ChartTheme = {
  ...light,
  name: 'projector',
  text: '#000000',
  muted: '#33393F',
  rule: '#D5DAE0',
  ink: '#123A63',
  nodes: PROJECTOR_NODES,
  tones: {
    gold: { fill: '#FFC61A', text: '#000000' },
    violet: { fill: '#5B2BB5', text: '#FFFFFF' },
    slate: { fill: '#D3DBE5', text: '#1B222B' },
    teal: { fill: '#00594F', text: '#FFFFFF' },
    neutral: { fill: '#E4E7EB', text: '#20262D' }
  },
  states: {
    paused: { fill: '#F3F4F6', text: '#33393F' },
    down: { fill: '#FFFFFF', text: '#33393F' }
  },
  outcomes: { ok: '#0B5F7A', fail: '#9E1B0A', unknown: '#7A4A00' },
  messages: { ask: '#4A1B9D', decision: '#8A0F52', data: '#0A3D91', answer: '#00594F', heartbeat: '#4B5766' },
  reach: {
    all: { fill: '#E3EEF2', text: '#123642' },
    quorum: { fill: '#8CC6D8', text: '#00161D' },
    minority: { fill: '#9E1B0A', text: '#FFFFFF' },
    part: { fill: '#8CC6D8', text: '#00161D' },
    alone: { fill: '#9E1B0A', text: '#FFFFFF' },
    down: { fill: '#FFFFFF', text: '#33393F' }
  },
  conditions: {
    open: { fill: '#E3EEF2', text: '#123642' },
    disturbed: { fill: '#FFB84D', text: '#1F1300' },
    cut: { fill: '#9E1B0A', text: '#FFFFFF' },
    down: { fill: '#FFFFFF', text: '#33393F' }
  },
  heat: [
    { fill: '#EDF2F4', text: '#123642' },
    { fill: '#C6E0E9', text: '#00161D' },
    { fill: '#8CC6D8', text: '#00161D' },
    { fill: '#14556A', text: '#FFFFFF' },
    { fill: '#062E3B', text: '#FFFFFF' }
  ],
  faults: {
    cut: faultLook('#8A1507', 0.14, 1),
    slow: faultLook('#6B4000', 0.14, 1),
    lossy: faultLook('#7A1459', 0.14, 1),
    crash: faultLook('#1B1F26', 0.14, 1),
    pause: faultLook('#3A4A60', 0.14, 1),
    disk: faultLook('#064A78', 0.14, 1),
    clock: faultLook('#00503F', 0.14, 1),
    members: faultLook('#474F00', 0.14, 1),
    bug: faultLook('#573519', 0.14, 1),
    other: faultLook('#33393F', 0.14, 1)
  },
  outage: '#8A1507',
  tick: '#5B2BB5',
  leaderless: '#9E1B0A',
  font_px: 16,
  small_px: 14,
  title_px: 20,
  line_px: 3.5
}

export const THEMES: Readonly<Record<ThemeName, ChartTheme>> = { light, dark, projector }

/** The theme with text and lines to be read from a distance, no smaller than the projector's. */
export function enlargedTheme(theme: ChartTheme): ChartTheme {
  const { font_px, small_px, title_px, line_px } = projector
  return { ...theme, font_px, small_px, title_px, line_px: Math.max(theme.line_px, line_px * 0.75) }
}

/** Glyphs of processes that do nothing. */
export const STATE_GLYPHS = { paused: '‖', down: '○' } as const

/** The colour of a node, by its place in the run; beyond eight they come round again. */
export function nodeColour(theme: ChartTheme, place: number): string {
  return theme.nodes[((place % theme.nodes.length) + theme.nodes.length) % theme.nodes.length]!
}
