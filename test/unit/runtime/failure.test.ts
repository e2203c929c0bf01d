import { describe, expect, it } from 'vitest'
import { ProtocolAssertionError } from '../../../src-node/protocols/contract'
import { describeFailure, isDefect } from '../../../src-node/runtime/failure'
import { WalError } from '../../../src-node/runtime/wal/segment'

const START = { data_dir: '/run/n1', port: 7001 }
const coded = (code: string) => Object.assign(new Error(`${code}: as the system says it`), { code })

describe('a defect', () => {
  it('is what neither the disk nor the network is to blame for', () => {
    expect(isDefect(new TypeError('undefined is not a function'))).toBe(true)
    expect(isDefect(new ProtocolAssertionError('terms went down'))).toBe(true)
    expect(isDefect(coded('ENOSPC'))).toBe(false)
    expect(isDefect(new WalError('00000001.wal is damaged at byte 9'))).toBe(false)
  })
})

describe('why a node cannot go on', () => {
  it.each([
    [coded('ENOSPC'), /^The disk is full: the log in \/run\/n1 cannot be written; free some space/],
    [coded('EROFS'), /^The log in \/run\/n1 cannot be written \(EROFS.*\); make it a writable folder/],
    [coded('EACCES'), /^The log in \/run\/n1 cannot be written \(EACCES/],
    [coded('EIO'), /^The disk failed to sync the log in \/run\/n1 \(EIO.*the node stops rather than try again/],
    [coded('EADDRINUSE'), /^Port 7001 is taken by another program; end that program or choose another port\.$/],
    [new WalError('00000001.wal is damaged at byte 9'), /^00000001\.wal is damaged at byte 9; restore the file in \/run\/n1/],
    [
      new ProtocolAssertionError('terms went down'),
      /^An invariant of the protocol failed, so the node stops: terms went down\.$/
    ],
    [new Error('surprise'), /surprise/]
  ])('%s: says what happened and what to do', (error, text) => {
    expect(describeFailure(error, START)).toMatch(text)
  })
})
