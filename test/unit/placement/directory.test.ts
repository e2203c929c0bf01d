import { expect, it } from 'vitest'
import { createDirectory, hashBuckets } from '../../../src-shared/placement/directory'
import { movedKeys } from '../../../src-shared/placement/measures'
import { named, someKeys } from './support'

const MEMBERS = named(3)

it('a key lies where the table says, wherever that is', () => {
  const table = new Map([
    ['celebrity', 'n3'],
    ['user', 'n1']
  ])
  const directory = createDirectory(MEMBERS, { table })
  expect(directory.owner('celebrity')).toBe('n3')
  expect(directory.owners('celebrity', 2)).toEqual(['n3', 'n1'])
  expect(directory.explain('celebrity')).toBe('"celebrity" has an entry in the directory: n3.')
})

it('a key without an entry is refused, as is an owner that is no member', () => {
  expect(() => createDirectory(MEMBERS, { table: new Map() }).owner('user')).toThrow('The directory has no entry for "user".')
  expect(() => createDirectory(MEMBERS, { table: new Map([['user', 'n9']]) })).toThrow(
    'The directory puts "user" on "n9", which is no member.'
  )
})

it('one entry moves the keys of one bucket', () => {
  const bucketOf = hashBuckets(16)
  const table = new Map(Array.from({ length: 16 }, (_, i) => [String(i), 'n1']))
  const build = (all: typeof table) => createDirectory(MEMBERS, { table: all, bucketOf })
  const moves = movedKeys(build(table), build(new Map(table).set('5', 'n2')), someKeys(1_000))
  expect(moves.map(({ key }) => key)).toEqual(someKeys(1_000).filter((key) => bucketOf(key) === '5'))
  expect(build(table).explain('user-1')).toBe(
    `"user-1" is in bucket "${bucketOf('user-1')}", which has an entry in the directory: n1.`
  )
})
