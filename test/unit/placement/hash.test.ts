import { expect, it } from 'vitest'
import { hash32, hash64 } from '../../../src-shared/placement/hash'

it.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['test', 0, 0xba6bd213],
  ['test', 0x9747b28c, 0x704b81dc],
  ['Hello, world!', 0, 0xc0363e43],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['aa', 0x9747b28c, 0x5d211726],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['ππππππππ', 0x9747b28c, 0xd58063c1]
])('the hash of "%s" with seed %d is the published one', (text, seed, wanted) => {
  expect(hash32(text, seed)).toBe(wanted)
})

it('64 bits are two hashes side by side', () => {
  expect(hash64('')).toBe(0x514e28b7_00000000n)
})
