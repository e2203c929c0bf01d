/** A link: a run in the fragment of an address, small enough to be sent to somebody and whole enough to come out again. */
import { deflateSync, inflateSync } from 'fflate'
import { z } from 'zod'
import { ENGINES } from '../engine'
import { INTERVENTIONS_MAX, recordedInterventionSchema } from '../faults/interventions'
import { SCENARIO_CHARS_MAX } from '../scenario/text-max'
import { readU32, writeU32 } from '../wire/bytes'
import { crc32c } from '../wire/crc32c'
import { linkData, LINK_FIELD } from './fragment'
import { momentSchema } from './replay'

/** Longer ones do not pass through the command line of Windows, nor through many chats. */
export const LINK_CHARS_MAX = 8_000
/** What a link may unpack to: a short one can be made to promise a thousand times its own size. */
const UNPACKED_BYTES_MAX = 1024 * 1024
const CHECKSUM_BYTES = 4
const VERSION = 1

const DAMAGED = 'This is no whole Netsplit link: copy all of it again, from “#link=” to its end.'
const TOO_NEW = 'This link was made by a newer Netsplit: update this one to open it.'

/** Why a link cannot be made or read, in one sentence for a person. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}

const linkSchema = z
  .strictObject({
    /** A shipped scenario's name; or else `yaml`, the text of one's own. */
    scenario: z.string().min(1).max(64).optional(),
    yaml: z.string().min(1).max(SCENARIO_CHARS_MAX).optional(),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1),
    /** Instead of the scenario's own, where nothing is to be repeated. */
    engine: z.enum(ENGINES).optional(),
    /** What a person did to the run, in order. It comes out again in a simulation alone. */
    interventions: z.array(recordedInterventionSchema).max(INTERVENTIONS_MAX).default([]),
    /** What is to be on show; absent: the run as it goes on. */
    moment: momentSchema.optional(),
    /** It is a fork: up to this event it repeats another run, to which the later interventions were not done. */
    forked_at_seq: z.number().int().min(1).optional()
  })
  .refine(({ scenario, yaml }) => (scenario === undefined) !== (yaml === undefined))
export type Link = z.infer<typeof linkSchema>
export type LinkInput = z.input<typeof linkSchema>

/** The fragment that carries this, `#` included. Throws a {@link LinkError} where it would be too long. */
export function linkTo(link: LinkInput): string {
  const { length } = link.interventions ?? []
  if (length > INTERVENTIONS_MAX)
    throw new LinkError(
      `This is too much for a link: the run was reached into ${length} times, and ${INTERVENTIONS_MAX} are the bound.`
    )
  const text = JSON.stringify({ version: VERSION, ...linkSchema.parse(link) })
  const packed = deflateSync(new TextEncoder().encode(text), { level: 9 })
  const bytes = new Uint8Array(CHECKSUM_BYTES + packed.length)
  writeU32(bytes, 0, crc32c(packed))
  bytes.set(packed, CHECKSUM_BYTES)
  const chars = Math.ceil((bytes.length * 4) / 3)
  if (chars > LINK_CHARS_MAX)
    throw new LinkError(`This is too much for a link: it would have ${chars} characters, and ${LINK_CHARS_MAX} are its bound.`)
  return `#${LINK_FIELD}=${toBase64Url(bytes)}`
}

/** What a whole address, a `netsplit:` one or the fragment alone carries. Throws a {@link LinkError} where that is no link. */
export function linkIn(text: string): Link {
  const data = linkData(text)
  if (data === null || data.length > LINK_CHARS_MAX) throw new LinkError(DAMAGED)
  const value = unpack(data)
  if (isNewer(value)) throw new LinkError(TOO_NEW)
  const { version: _, ...fields } = Object(value) as Record<string, unknown>
  const { success, data: link } = linkSchema.safeParse(fields)
  if (!success) throw new LinkError(DAMAGED)
  return link
}

function isNewer(value: unknown): boolean {
  const { version } = Object(value) as { version?: unknown }
  return typeof version === 'number' && version > VERSION
}

function unpack(data: string): unknown {
  try {
    const bytes = fromBase64Url(data)
    const packed = bytes.subarray(CHECKSUM_BYTES)
    if (readU32(bytes, 0) !== crc32c(packed)) throw new LinkError(DAMAGED)
    // What does not fit is left out: one byte more than may be tells.
    const text = inflateSync(packed, { out: new Uint8Array(UNPACKED_BYTES_MAX + 1) })
    if (text.length > UNPACKED_BYTES_MAX) throw new LinkError(DAMAGED)
    return JSON.parse(new TextDecoder().decode(text))
  } catch {
    throw new LinkError(DAMAGED)
  }
}

/** Base64 for addresses (RFC 4648 section 5), without padding. */
function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}
