import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applySteps } from '../../../src-shared/data-types/transaction/apply'
import type { StoredValue } from '../../../src-shared/data-types/transaction/apply'
import type { OperationDraw } from '../../../src-shared/data-types/operation'
import type { Step } from '../../../src-shared/data-types/transaction/steps'
import { drawOperation, operationSchema, operationText, resultText } from '../../../src-shared/operations'
import type { Operation } from '../../../src-shared/operations'
import { createRandom } from '../../../src-shared/random'

function transaction(...steps: Step[]): Extract<Operation, { readonly f: 'transaction' }> {
  return { f: 'transaction', key: 'db', steps }
}

describe('the steps of a transaction', () => {
  it('see what those before them did', () => {
    const { answers, values } = applySteps(new Map<string, StoredValue>([['x', '1']]), [
      { do: 'read', key: 'x' },
      { do: 'write', key: 'x', value: '2' },
      { do: 'add', key: 'x', by: 5 },
      { do: 'append', key: 'y', value: 'a' },
      { do: 'append', key: 'y', value: 'b' },
      { do: 'read', key: 'y' },
      { do: 'read', key: 'z' },
      { do: 'scan', prefix: '' },
      { do: 'wait', for_ms: 5 }
    ])
    expect(answers).toEqual(['1', null, '7', null, null, ['a', 'b'], null, { x: '7', y: ['a', 'b'] }, null])
    expect([...values]).toEqual([
      ['x', '7'],
      ['y', ['a', 'b']]
    ])
  })

  it('scan the keys that begin so, and those alone', () => {
    const values = new Map<string, StoredValue>(['b1', 'a2', 'a1'].map((key) => [key, key]))
    expect(applySteps(values, [{ do: 'scan', prefix: 'a' }]).answers).toEqual([{ a1: 'a1', a2: 'a2' }])
  })

  it('are read in words', () => {
    const operation = transaction({ do: 'read', key: 'x' }, { do: 'add', key: 'y', by: -4 }, { do: 'scan', prefix: 'a' })
    expect(operationText(operation)).toBe('transaction db: read x; y − 4; read all of a*')
    expect(resultText(operation, { answers: [null, '6', { a1: ['p', 'q'] }] })).toBe('6; {a1: [p, q]}')
  })

  it('are refused when their keys or numbers cannot be', () => {
    expect(operationSchema.safeParse(transaction({ do: 'read', key: 'a/b' })).success).toBe(false)
    expect(operationSchema.safeParse(transaction({ do: 'add', key: 'a', by: 0.5 })).success).toBe(false)
    expect(operationSchema.safeParse(transaction()).success).toBe(false)
    expect(operationSchema.parse({ f: 'transaction', steps: [{ do: 'abort' }] })).toMatchObject({ key: 'db' })
  })
})

describe('random transactions', () => {
  const drawn = (of: OperationDraw['transactions']['of'], seed: number) => {
    const random = createRandom(seed, 'draw')
    const another = () => `k${1 + Math.floor(random() * 3)}`
    return drawOperation('transaction', {
      ...{ key: another(), unique_name: 'c1-7', value: 'c1-7', seen_value: null, seen_elements: [], another, random },
      ...{ keyAfter: () => null, scan_keys: 1, transactions: { of, steps: [2, 4] } }
    }) as ReturnType<typeof transaction>
  }

  it('write each value once', () => {
    fc.assert(
      fc.property(fc.constantFrom('registers' as const, 'lists' as const), fc.nat(), (of, seed) => {
        const { steps } = drawn(of, seed)
        expect(steps.length).toBeGreaterThanOrEqual(2)
        expect(steps.length).toBeLessThanOrEqual(4)
        const written = steps.flatMap((step) => ('value' in step ? [step.value] : []))
        expect(new Set(written).size).toBe(written.length)
      })
    )
  })

  it('move amounts whose sum is nothing, between two accounts', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { steps } = drawn('transfers', seed)
        const adds = steps.flatMap((step) => (step.do === 'add' ? [step] : []))
        expect(adds.reduce((sum, { by }) => sum + by, 0)).toBe(0)
        expect(new Set(adds.map(({ key }) => key)).size).toBe(adds.length)
        expect(adds.length === 2 || steps.some((step) => step.do === 'scan')).toBe(true)
      })
    )
  })

  it('book for one customer, in three amounts whose sum is nothing, or read all', () => {
    const drawnSteps = Array.from({ length: 40 }, (_, seed) => drawn('bookings', seed).steps)
    const scans = drawnSteps.filter(([first]) => first!.do === 'scan')
    expect(scans.length).toBeGreaterThan(0)
    for (const steps of drawnSteps.filter((one) => !scans.includes(one))) {
      const adds = steps.flatMap((step) => (step.do === 'add' ? [step] : []))
      expect(adds.map(({ key }) => key.split('.')[1])).toEqual(['account', 'seats', 'mails'])
      expect(new Set(adds.map(({ key }) => key.split('.')[0])).size).toBe(1)
      expect(adds.reduce((sum, { by }) => sum + by, 0)).toBe(0)
    }
  })
})
