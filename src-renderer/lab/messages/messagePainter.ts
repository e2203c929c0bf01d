import type { MessageKind } from '../../../src-shared/description/messages'
import type { Point, Size } from '../canvas/geometry'
import { isHollow, MESSAGE_GLYPHS } from './glyphs'

/** What a painter takes its colours and sizes from. */
export interface PainterLook {
  readonly kinds: Readonly<Record<MessageKind, string>>
  readonly ground: string
  readonly ink: string
  readonly trouble: string
  readonly slowed: string
  readonly accent: string
  readonly font: string
  readonly font_px: number
}

/** The glyphs' own size. */
const GLYPH_PX = 6
const TAIL_PX = 9
const TRAIL_PX = 1.5
/** Heartbeats step back. */
const HEARTBEAT_STRENGTH = 0.6

const WORD_LINE_EM = 1.2

/** Sizes of words by font and text: protocols have few, and measuring is slow. */
const sizes = new Map<string, Size>()
const paths = new Map<MessageKind, Path2D>()
function pathOf(kind: MessageKind): Path2D {
  let path = paths.get(kind)
  if (path === undefined) paths.set(kind, (path = new Path2D(MESSAGE_GLYPHS[kind])))
  return path
}

/** Draws messages on a canvas: glyphs by kind with a tail that tells where they come from, crosses, trails and words. */
export class MessagePainter {
  /** From the picture's coordinates to the canvas's pixels. */
  private readonly base: DOMMatrix

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly look: PainterLook,
    readonly radius: number
  ) {
    this.base = context.getTransform()
  }

  /** `angle`: the way it goes. */
  glyph(kind: MessageKind, { x, y }: Point, angle: number, strength = 1): void {
    const { context, look, radius } = this
    const size = radius / GLYPH_PX
    const is_heartbeat = kind === 'heartbeat'
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    context.globalAlpha = strength * (is_heartbeat ? HEARTBEAT_STRENGTH : 1)
    context.strokeStyle = look.kinds[kind]
    context.transform(cos, sin, -sin, cos, x, y)
    if (!is_heartbeat) {
      context.lineWidth = 2
      context.beginPath()
      context.moveTo(-radius - TAIL_PX, 0)
      context.lineTo(-radius * 0.8, 0)
      context.stroke()
    }
    context.scale(size, size)
    context.fillStyle = isHollow(kind) ? look.ground : look.kinds[kind]
    context.fill(pathOf(kind))
    context.lineWidth = 2 / size
    if (isHollow(kind)) context.stroke(pathOf(kind))
    // Not saved and restored: for each state the browser makes an object of a kilobyte.
    context.setTransform(this.base)
    context.globalAlpha = 1
  }

  cross({ x, y }: Point, strength = 1): void {
    const { context, look, radius } = this
    context.globalAlpha = strength
    context.strokeStyle = look.trouble
    context.lineWidth = 2.5
    context.beginPath()
    context.moveTo(x - radius, y - radius)
    context.lineTo(x + radius, y + radius)
    context.moveTo(x + radius, y - radius)
    context.lineTo(x - radius, y + radius)
    context.stroke()
    context.globalAlpha = 1
  }

  /** As far as a late message has come. */
  trail(from: Point, to: Point, strength = 1): void {
    const { context, look } = this
    context.globalAlpha = strength
    context.strokeStyle = look.slowed
    context.lineWidth = TRAIL_PX
    context.beginPath()
    context.moveTo(from.x, from.y)
    context.lineTo(to.x, to.y)
    context.stroke()
    context.globalAlpha = 1
  }

  wordSize(text: string): Size {
    const { context, look } = this
    let size = sizes.get(`${look.font} ${text}`)
    if (size === undefined) {
      context.font = look.font
      size = { width: context.measureText(text).width, height: look.font_px * WORD_LINE_EM }
      sizes.set(`${look.font} ${text}`, size)
    }
    return size
  }

  /** From its left end, in the middle of its height. */
  word(text: string, { x, y }: Point, strength = 1): void {
    const { context, look } = this
    context.globalAlpha = strength
    context.font = look.font
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
    context.lineWidth = 4
    context.strokeStyle = look.ground
    context.fillStyle = look.ink
    context.strokeText(text, x, y)
    context.fillText(text, x, y)
    context.globalAlpha = 1
  }

  /** Around the selected one. */
  ring({ x, y }: Point): void {
    const { context, look, radius } = this
    context.strokeStyle = look.accent
    context.lineWidth = 2
    context.beginPath()
    context.arc(x, y, radius + 5, 0, 2 * Math.PI)
    context.stroke()
  }
}
