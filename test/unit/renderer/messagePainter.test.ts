import { describe, expect, it } from 'vitest'
import { MessagePainter } from '../../../src-renderer/lab/messages/messagePainter'
import type { PainterLook } from '../../../src-renderer/lab/messages/messagePainter'
import { MESSAGE_GLYPHS } from '../../../src-renderer/lab/messages/glyphs'
import type { MessageKind } from '../../../src-shared/description/messages'

const KINDS = Object.keys(MESSAGE_GLYPHS) as MessageKind[]
const LOOK: PainterLook = {
  kinds: Object.fromEntries(KINDS.map((kind) => [kind, 'black'])) as PainterLook['kinds'],
  ground: 'white',
  ink: 'black',
  trouble: 'red',
  slowed: 'orange',
  accent: 'blue',
  font: '12px sans-serif',
  font_px: 12
}
type Matrix = readonly [number, number, number, number, number, number]

/** Of a canvas's context what glyphs need: where they are filled, in the canvas's pixels. */
class Context {
  readonly filled: { x: number; y: number }[] = []
  constructor(public matrix: Matrix) {}
  getTransform = (): Matrix => this.matrix
  setTransform(matrix: Matrix): void {
    this.matrix = matrix
  }
  transform(a: number, b: number, c: number, d: number, x: number, y: number): void {
    const [p, q, r, s, t, u] = this.matrix
    this.matrix = [p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, p * x + r * y + t, q * x + s * y + u]
  }
  scale(across: number, down: number): void {
    this.transform(across, 0, 0, down, 0, 0)
  }
  fill(): void {
    this.filled.push({ x: this.matrix[4], y: this.matrix[5] })
  }
  stroke(): void {}
  beginPath(): void {}
  moveTo(): void {}
  lineTo(): void {}
}

describe('the painter of messages', () => {
  it('draws every kind where it is told, on a canvas that covers a part of the picture at twice its pixels', () => {
    globalThis.Path2D ??= class {} as never
    const base: Matrix = [2, 0, 0, 2, -256, -128]
    const context = new Context(base)
    const painter = new MessagePainter(context as never, LOOK, 6)
    for (const kind of KINDS) painter.glyph(kind, { x: 200, y: 100 }, Math.PI / 3)
    expect(context.filled).toEqual(KINDS.map(() => ({ x: 144, y: 72 })))
    expect(context.matrix).toEqual(base)
  })
})
