import { describe, expect, it } from 'vitest'
import { Access } from '../../../src-main/server/access'

describe('a lab on loopback', () => {
  const access = new Access(false)

  it('admits its own token alone', () => {
    expect(access.admits(access.token)).toBe(true)
    expect(access.admits(new Access(false).token)).toBe(false)
    for (const wrong of [undefined, null, '', 7, {}, [access.token], `${access.token} `]) expect(access.admits(wrong)).toBe(false)
  })

  it('has no join code', () => {
    expect(access.joinCode).toBeNull()
  })

  it('knows its own names and no others', () => {
    for (const host of ['127.0.0.1:8080', 'localhost:8080', '[::1]:8080']) expect(access.isOwnHost(host, 8080)).toBe(true)
    for (const host of [undefined, '', '127.0.0.1', '127.0.0.1:8081', 'netsplit.example:8080', '127.0.0.1:8080.example'])
      expect(access.isOwnHost(host, 8080)).toBe(false)
  })

  it('takes sockets from its own pages alone', () => {
    expect(access.isOwnOrigin('http://127.0.0.1:8080', 8080)).toBe(true)
    for (const origin of [
      undefined,
      'null',
      'https://127.0.0.1:8080',
      'http://127.0.0.1:3000',
      'http://127.0.0.1:8080@evil.example'
    ])
      expect(access.isOwnOrigin(origin, 8080)).toBe(false)
  })
})

describe('a lab that is open to the room', () => {
  it('admits its join code, however it is typed', () => {
    const access = new Access(true)
    expect(access.joinCode).toMatch(/^[2-9A-HJKMNP-Z]{8}$/)
    expect(access.admits(` ${access.joinCode!.toLowerCase()} `)).toBe(true)
  })

  it('stops listening to guesses, recovers after a minute, and always knows its token', () => {
    let now_ms = 100_000
    const access = new Access(true, () => now_ms)
    for (let guess = 0; guess < 30; guess += 1) expect(access.admits(`GUESS${guess}`)).toBe(false)
    expect(access.admits(access.joinCode)).toBe(false)
    expect(access.admits(access.token)).toBe(true)
    now_ms += 60_001
    expect(access.admits(access.joinCode)).toBe(true)
  })
})
