/** What nodes agree on: a bit. */
import { z } from 'zod'

export type Bit = 0 | 1

export const bitSchema = z.union([z.literal(0), z.literal(1)])

/** A proposal names a bit, or none (`?` in the paper). */
export const proposalSchema = bitSchema.nullable()

export function proposalText(bit: Bit | null): string {
  return bit === null ? '?' : String(bit)
}
