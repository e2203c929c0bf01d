import { expect, test } from 'vitest'
import { description } from '../../../src-shared/protocols/multi-leader/description'
import { readSwitches } from '../../../src-node/protocols/multi-leader/settings'

test('each switch of the description is read, and by that name', () => {
  const names = description.switches.map(({ name }) => name)
  const off = readSwitches([])
  expect(Object.values(off)).toEqual(names.map(() => false))
  for (const name of names) expect(readSwitches([name])).toEqual({ ...off, [name.replaceAll('-', '_')]: true })
})
