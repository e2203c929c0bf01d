import type { MessageKind } from '../../../src-shared/description/messages'

/** A shape for each kind of message, the same wherever one is drawn: an SVG path around 0, 6 in each direction. All but the hollow answer are filled. */
export const MESSAGE_GLYPHS: Readonly<Record<MessageKind, string>> = {
  ask: 'M-5 -5.5L6 0L-5 5.5Z',
  decision: 'M0 -6L6 0L0 6L-6 0Z',
  data: 'M-4.5 -4.5H4.5V4.5H-4.5Z',
  answer: 'M-4.5 0A4.5 4.5 0 1 1 4.5 0A4.5 4.5 0 1 1 -4.5 0Z',
  heartbeat: 'M-2.5 0A2.5 2.5 0 1 1 2.5 0A2.5 2.5 0 1 1 -2.5 0Z'
}

/** Drawn as an outline on the ground's colour. */
export const isHollow = (kind: MessageKind): boolean => kind === 'answer'

/** What each kind is called beside its glyph; what a message of it is called its protocol declares. */
export const KIND_WORDS: Readonly<Record<MessageKind, string>> = {
  ask: 'request',
  decision: 'decision',
  data: 'data',
  answer: 'answer',
  heartbeat: 'heartbeat'
}
