/** A place in the log, as sessions carry it along: of two, the later epoch is further, then the later index. */

export interface Position {
  readonly epoch: number
  readonly index: number
}

export const START: Position = { epoch: 0, index: 0 }

/** The token that stands for it: `3:412`. */
export function tokenOf({ epoch, index }: Position): string {
  return `${epoch}:${index}`
}

/** What a token stands for. Tokens come from clients: one that makes no sense asks for nothing. */
export function positionOf(token: string | undefined): Position {
  const found = /^(\d{1,15}):(\d{1,15})$/.exec(token ?? '')
  return found ? { epoch: Number(found[1]), index: Number(found[2]) } : START
}

export function furthest(one: Position, other: Position): Position {
  return isBefore(one, other) ? other : one
}

export function isBefore(one: Position, other: Position): boolean {
  return one.epoch < other.epoch || (one.epoch === other.epoch && one.index < other.index)
}
