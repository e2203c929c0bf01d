import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workloadSchema } from '../../../src-shared/scenario/sections/workload'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import { createRandom } from '../../../src-shared/random'
import type { Operation } from '../../../src-shared/operations'
import { createGenerator, uniqueValue } from '../../../src-main/workload/generator'
import { createKeyPicker } from '../../../src-main/workload/keys'
import { KnownValues } from '../../../src-main/workload/known-values'

const SEED = 5

function draw(count: number, change: Partial<Workload>, known = new KnownValues(), client = 'c1'): (Operation | null)[] {
  const workload = { ...workloadSchema.parse({}), ...change }
  const generate = createGenerator(client, workload, createKeyPicker(workload.keys), known, createRandom(SEED, client))
  return Array.from({ length: count }, (_, i) => generate(i + 1))
}

describe(`generator (seed ${SEED})`, () => {
  it('mixes operations by their weights', () => {
    const drawn = draw(20_000, { mix: { get: 5, put: 3, cas: 2 } })
    for (const [f, p] of [
      ['get', 0.5],
      ['put', 0.3],
      ['cas', 0.2],
      ['append', 0],
      ['delete', 0]
    ] as const) {
      const share = drawn.filter((o) => o?.f === f).length / drawn.length
      expect(Math.abs(share - p)).toBeLessThanOrEqual(3.3 * Math.sqrt((p * (1 - p)) / drawn.length))
    }
  })

  it('gives nothing when every weight is zero', () => {
    expect(draw(3, { mix: { get: 0 } })).toEqual([null, null, null])
  })

  it('spreads a hot key over its suffixes: writes go to one of them, reads gather all, and other keys are as ever', () => {
    const keys = { distribution: 'hot', count: 3, share: 0.5, suffixes: 4 } as const
    const drawn = draw(2000, { mix: { get: 1, put: 1 }, keys }).map((operation) => operation!)
    const parts = ['k1#0', 'k1#1', 'k1#2', 'k1#3']
    expect(drawn.find(({ f }) => f === 'gather')).toEqual({ f: 'gather', key: 'k1', keys: parts })
    expect(new Set(drawn.filter(({ f }) => f === 'put').map(({ key }) => key))).toEqual(new Set([...parts, 'k2', 'k3']))
    expect(new Set(drawn.filter(({ f }) => f === 'get').map(({ key }) => key))).toEqual(new Set(['k2', 'k3']))
  })

  it('gives equal seeds the same operations, however the answers came in', () => {
    const known = new KnownValues()
    known.answered({ f: 'get', key: 'k1' }, { value: 'x' })
    const shape = (o: Operation | null) => [o!.f, o!.key]
    expect(draw(200, {}, known).map(shape)).toEqual(draw(200, {}).map(shape))
    expect(draw(200, {}, known, 'c2').map(shape)).not.toEqual(draw(200, {}).map(shape))
  })

  it('expects of a compare-and-set what was last seen', () => {
    const known = new KnownValues()
    const only = { mix: { cas: 1 }, keys: { distribution: 'uniform', count: 1 } } as const
    expect(draw(1, only, known)[0]).toMatchObject({ f: 'cas', expected: null })
    known.answered({ f: 'put', key: 'k1', value: 'seen' }, {})
    expect(draw(1, only, known)[0]).toMatchObject({ f: 'cas', expected: 'seen' })
    known.answered({ f: 'cas', key: 'k1', expected: 'seen', value: 'newer' }, { swapped: false })
    expect(draw(1, only, known)[0]).toMatchObject({ f: 'cas', expected: 'seen' })
  })

  it('pads values to the size asked for and never shortens them', () => {
    expect(uniqueValue('c1', 17, 10)).toBe('c1-17.....')
    expect(uniqueValue('c1', 17, 0)).toBe('c1-17')
  })

  it('writes values that tell every write apart, appended ones even when run together', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,7}$/)
    const writer = fc.tuple(name, fc.integer({ min: 1, max: 10_000 }))
    fc.assert(
      fc.property(fc.array(writer, { maxLength: 6 }), fc.array(writer, { maxLength: 6 }), fc.nat(24), (a, b, value_bytes) => {
        const joined = (writers: typeof a) => writers.map(([client, op]) => appended(client, op, value_bytes)).join('')
        expect(joined(a) === joined(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
      { seed: SEED }
    )
  })
})

function appended(client: string, op: number, value_bytes: number): string {
  const workload = { ...workloadSchema.parse({}), mix: { append: 1 }, value_bytes }
  const operation = createGenerator(
    client,
    workload,
    () => 'k1',
    new KnownValues(),
    () => 0
  )(op)
  return operation?.f === 'append' ? operation.value : ''
}
