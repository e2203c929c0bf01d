/** Ballots: proposals are numbered so that no two proposers use the same number (Lamport 2001, §2.2). */
import { z } from 'zod'

export type Ballot = { readonly n: number; readonly node: string }

export const ballotSchema = z.object({ n: z.number().int().min(1), node: z.string() })

/** Negative: `a` comes before `b`. */
export function compareBallots(a: Ballot, b: Ballot): number {
  return a.n - b.n || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0)
}

/** `3.n2` */
export function ballotText({ n, node }: Ballot): string {
  return `${n}.${node}`
}

/** A value in a ballot. */
export type Accepted = { readonly ballot: Ballot; readonly value: string }

export const acceptedSchema = z.object({ ballot: ballotSchema, value: z.string() })
