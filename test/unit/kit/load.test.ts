import { describe, expect, test } from 'vitest'
import { protocols } from '../../../src-node/protocols/registry'
import { definitions } from '../../../src-shared/protocols/registry'
import { loadProtocol } from '../../../src-node/protocols/load'

describe('state machines as a node’s process and a browser’s tab load them', () => {
  test.for(protocols.map((protocol) => [protocol.description.name, protocol] as const))(
    '%s is the one of the registry',
    async ([name, registered]) => {
      const loaded = await loadProtocol(name)
      expect(loaded.description).toEqual(registered.description)
      expect(Object.keys(loaded)).toEqual(Object.keys(registered))
    }
  )

  test('an unknown name is answered with the known ones', async () => {
    await expect(loadProtocol('rafft')).rejects.toThrow('unknown protocol "rafft"; known: raft')
  })
})

test('both floors list the same protocols in the same order', () => {
  expect(protocols.map(({ description }) => description)).toEqual(definitions.map(({ description }) => description))
})
