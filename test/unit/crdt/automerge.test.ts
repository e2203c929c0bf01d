/** Automerge as oracle of counters and registers: the same operations at the same replicas, merged in the same order. */
import * as Automerge from '@automerge/automerge'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mvRegister } from '../../../src-node/crdt/mv-register'
import { pnCounter } from '../../../src-node/crdt/pn-counter'
import { play, steps } from './replicas'
import type { Step } from './replicas'
import { erased } from './crdt-cases'

interface Document {
  [key: string]: unknown
  counter: Automerge.Counter
  register?: string | null
}

const ACTORS = ['aa', 'bb', 'cc']

/** Takes only whole merges: Automerge holds back changes whose causes are missing. */
function whole(script: readonly Step[]): Step[] {
  return script.map((step) => (step.do === 'deliver' ? { do: 'merge', from: step.delta % ACTORS.length, to: step.to } : step))
}

/** Does to documents what `play` does to states; `apply` does one raw operation. */
function replay(script: readonly Step[], apply: (document: Document, raw: unknown) => void): Automerge.Doc<Document>[] {
  const base = Automerge.from<Document>({ counter: new Automerge.Counter() }, '00')
  const documents = ACTORS.map((actor) => Automerge.clone(base, actor))
  for (const step of script) {
    if (step.do === 'mutate')
      documents[step.replica] = Automerge.change(documents[step.replica]!, (document) => apply(document, step.raw))
    else if (step.do === 'merge' && step.from !== step.to)
      documents[step.to] = Automerge.merge(documents[step.to]!, documents[step.from]!)
  }
  return documents
}

const asIs = (raw: unknown) => raw

it('counts like Automerge', () => {
  const raw = fc.record({ f: fc.constant('add'), by: fc.integer({ min: -9, max: 9 }) })
  const specimen = { crdt: erased(pnCounter), raw, op: asIs }
  fc.assert(
    fc.property(steps(specimen), (drawn) => {
      const script = whole(drawn)
      const documents = replay(script, (document, raw) => document.counter.increment((raw as { by: number }).by))
      expect(play(specimen, script).states.map(specimen.crdt.value)).toEqual(documents.map(({ counter }) => counter.value))
    }),
    { numRuns: 50 }
  )
})

it('keeps the same concurrent writes of a register as Automerge keeps as conflicts', () => {
  const raw = fc.record({ f: fc.constant('write'), value: fc.string({ minLength: 1, maxLength: 3 }) })
  const specimen = { crdt: erased(mvRegister), raw, op: asIs }
  fc.assert(
    fc.property(steps(specimen), (drawn) => {
      // Automerge takes a write of the same value for none: every write gets its own.
      const script = whole(drawn).map((step, at) =>
        step.do === 'mutate' ? { ...step, raw: { f: 'write', value: `${at}` } } : step
      )
      const documents = replay(script, (document, raw) => (document.register = (raw as { value: string }).value))
      const conflicts = documents.map((document) => Object.values(Automerge.getConflicts(document, 'register') ?? {}))
      const kept = documents.map(({ register }, at) => (conflicts[at]!.length > 0 ? conflicts[at]! : register ? [register] : []))
      expect(play(specimen, script).states.map(specimen.crdt.value)).toEqual(kept.map((values) => [...values].sort()))
    }),
    { numRuns: 50 }
  )
})
