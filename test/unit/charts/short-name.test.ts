import { expect, it } from 'vitest'
import { shortName } from '../../../src-shared/text/short-name'

it('leaves out the middle of a name that is too long, never its ends', () => {
  expect(shortName('n1', 8)).toBe('n1')
  expect(shortName('frankfurt-node-1', 8)).toBe('fran…e-1')
  expect(shortName('frankfurt-node-1', 16)).toBe('frankfurt-node-1')
  expect(shortName('frankfurt-node-1', 2)).toBe('f…1')
})
