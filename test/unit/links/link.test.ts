import { deflateSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkData } from '../../../src-shared/links/fragment'
import { LINK_CHARS_MAX, LinkError, linkIn, linkTo } from '../../../src-shared/links/link'
import type { LinkInput } from '../../../src-shared/links/link'
import { writeU32 } from '../../../src-shared/wire/bytes'
import { crc32c } from '../../../src-shared/wire/crc32c'

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const place = fc.integer({ min: 1, max: 1_000_000 })
const time = fc.integer({ min: 0, max: 600_000_000 })
const message = fc.record({ from: fc.constant('n1'), to: fc.constant('n2'), boot: fc.nat(9), n: place, copy: fc.constant(0) })
const intervention = fc.oneof(
  fc.record({
    do: fc.constant('act' as const),
    action: fc.record({ do: fc.constantFrom('crash' as const, 'restart' as const), node: fc.constantFrom('n1', 'leader') })
  }),
  fc.record({ do: fc.constant('reseed' as const), seed }),
  fc.record({ do: fc.constantFrom('hold' as const, 'deliver' as const, 'drop' as const), message })
)
const interventions = fc.array(fc.record({ t: time, seq: place, step: place, intervention }), { maxLength: 20 })
const source = fc.oneof(
  fc.record({ scenario: fc.stringMatching(/^[a-z-]{1,64}$/) }),
  fc.record({ yaml: fc.string({ minLength: 1, maxLength: 500, unit: 'grapheme' }) })
)
const link: fc.Arbitrary<LinkInput> = fc
  .tuple(
    source,
    fc.record(
      { seed, interventions, moment: fc.record({ seq: place, t_us: time }), forked_at_seq: place },
      { requiredKeys: ['seed', 'interventions'] }
    )
  )
  .map(([what, rest]) => ({ ...what, ...rest }))

/** A fragment as only another program would make it. */
function forged(value: unknown, text = JSON.stringify(value)): string {
  const packed = deflateSync(new TextEncoder().encode(text), { level: 9 })
  const bytes = new Uint8Array(4 + packed.length)
  writeU32(bytes, 0, crc32c(packed))
  bytes.set(packed, 4)
  return `#link=${Buffer.from(bytes).toString('base64url')}`
}

/** What reading it ends with; a link that can be read fails the test. */
function refusal(text: string): string {
  try {
    linkIn(text)
  } catch (error) {
    expect(error).toBeInstanceOf(LinkError)
    return (error as LinkError).message
  }
  throw new Error('this was read as a link')
}

describe('a link', () => {
  it('carries a run there and back', () => {
    fc.assert(fc.property(link, (given) => void expect(linkIn(linkTo(given))).toEqual(given)))
  })

  it('is found in a whole address, in one of the program’s own, beside a token, and alone', () => {
    const fragment = linkTo({ scenario: 'raft-steady', seed: 7 })
    const addresses = [
      `https://example.org/lab/${fragment}`,
      `netsplit:${fragment}`,
      fragment,
      fragment.slice(1),
      ` ${fragment}\n`
    ]
    for (const address of [...addresses, fragment.replace('#', '#token=abc&')]) {
      expect(linkData(address)).not.toBeNull()
      expect(linkIn(address)).toEqual({ scenario: 'raft-steady', seed: 7, interventions: [] })
    }
    for (const address of ['', '#', '#token=abc', 'http://127.0.0.1:1/?token=abc', 'raft-steady'])
      expect(linkData(address)).toBeNull()
  })

  it('that is anything else is refused with one sentence', () => {
    const sentence = refusal('#link=')
    expect(sentence).toMatch(/^This is no whole Netsplit link: [^.]+\.$/)
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => refusal(`#link=${text}`) === sentence))
    fc.assert(fc.property(fc.base64String(), (text) => refusal(`#link=${text}`) === sentence))
    fc.assert(fc.property(fc.jsonValue(), (value) => refusal(forged(value)) === sentence))
  })

  it('that was cut short or changed in one place is refused', () => {
    const spoilt = fc.record({ given: link, at: fc.nat(), char: fc.constantFrom('A', 'b', '3', '-', '_', '%', ' ', 'ä') })
    fc.assert(
      fc.property(spoilt, ({ given, at, char }) => {
        const fragment = linkTo(given)
        // The last character may have bits to spare.
        const place = '#link='.length + (at % (fragment.length - '#link='.length - 1))
        refusal(fragment.slice(0, place))
        if (fragment[place] !== char) refusal(fragment.slice(0, place) + char + fragment.slice(place + 1))
      })
    )
  })

  it('of a newer version says so', () => {
    expect(refusal(forged({ version: 2, scene: 'raft-steady' }))).toBe(
      'This link was made by a newer Netsplit: update this one to open it.'
    )
  })

  it('names one scenario, and nothing that it does not know', () => {
    const good = { version: 1, scenario: 'raft-steady', seed: 1 }
    expect(linkIn(forged(good))).toEqual({ scenario: 'raft-steady', seed: 1, interventions: [] })
    for (const bad of [
      { scenario: undefined },
      { yaml: 'name: x' },
      { seed: -1 },
      { moment: 3 },
      { path: '/etc' },
      { forked_at_seq: 0 }
    ])
      refusal(forged({ ...good, ...bad }))
  })

  it('does not unpack beyond its bound, however small it is', () => {
    const text = JSON.stringify({ version: 1, yaml: 'a', seed: 1 }).padEnd(4 * 1024 * 1024)
    expect(forged(null, text).length).toBeLessThan(LINK_CHARS_MAX)
    refusal(forged(null, text))
  })

  it('that would be too long is not made', () => {
    let noise = 1
    const yaml = Array.from({ length: 9_000 }, () =>
      String.fromCharCode(33 + ((noise = (noise * 48_271) % 2_147_483_647) % 90))
    ).join('')
    expect(() => linkTo({ yaml, seed: 1 })).toThrow(/too much for a link: it would have \d+ characters, and 8000 are its bound/)
    expect(linkTo({ yaml: yaml.slice(0, 5_000), seed: 1 }).length).toBeLessThanOrEqual('#link='.length + LINK_CHARS_MAX)
  })
})
