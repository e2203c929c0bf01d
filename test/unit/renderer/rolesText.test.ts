import { expect, it } from 'vitest'
import { rolesText } from '../../../src-renderer/lab/text/rolesText'
import type { NodeState } from '../../../src-shared/folds/cluster'
import { description } from '../../../src-shared/protocols/two-phase-commit/description'

const node = (id: string, role: string | null, process = 'running') => ({ id, role, process }) as NodeState

it('names who has each role, and a role that nobody has', () => {
  const nodes = [node('n1', 'coordinator'), node('n2', 'participant'), node('n3', 'participant')]
  expect(rolesText(description, nodes)).toBe('Participant n2, n3 · Coordinator n1')
  expect(rolesText(description, [node('n1', 'coordinator', 'down'), ...nodes.slice(1)])).toBe(
    'Participant n2, n3 · no coordinator'
  )
  expect(rolesText({ roles: [] }, nodes)).toBe('')
})
