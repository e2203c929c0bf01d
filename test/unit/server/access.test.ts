import { describe, expect, it } from 'vitest'
import { Access } from '../../../src-main/server/access'

describe('a lab on loopback', () => {
  const access = new Access()

  it('lets its own token in alone, as the instructor', () => {
    expect(access.roleOf(access.token)).toBe('instructor')
    for (const wrong of [new Access().token, undefined, null, '', 7, {}, [access.token], `${access.token} `])
      expect(access.roleOf(wrong)).toBeNull()
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
  const HOSTS = ['192.0.2.7:8080']

  it('lets its join code in, however it is typed, as a participant', () => {
    const access = new Access()
    access.openRoom(HOSTS)
    const code = access.joinCode!
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/)
    for (const typed of [code, ` ${code.toLowerCase()} `, `${code.slice(0, 4)}-${code.slice(4)}`])
      expect(access.roleOf(typed)).toBe('participant')
  })

  it('answers to the names by which others reach it, until it is closed', () => {
    const access = new Access()
    expect(access.isOwnHost(HOSTS[0], 8080)).toBe(false)
    access.openRoom(HOSTS)
    expect(access.isOwnHost(HOSTS[0], 8080)).toBe(true)
    expect(access.isOwnOrigin(`http://${HOSTS[0]}`, 8080)).toBe(true)
    expect(access.isOwnHost('192.0.2.7:8081', 8080)).toBe(false)
    access.closeRoom()
    expect(access.isOwnHost(HOSTS[0], 8080)).toBe(false)
  })

  it('has a new code each time, and does not take the old one for a guess', () => {
    const access = new Access()
    access.openRoom(HOSTS)
    const old = access.joinCode!
    access.closeRoom()
    expect(access.roleOf(old)).toBeNull()
    expect(access.refusalOf(old)).toContain('The room is closed')
    access.openRoom(HOSTS)
    for (let page = 0; page < 100; page += 1) expect(access.roleOf(old)).toBeNull()
    expect(access.refusalOf(old)).toContain('no longer in use')
    expect(access.roleOf(access.joinCode)).toBe('participant')
  })

  it('stops listening to guesses, recovers after a minute, and always knows its token', () => {
    let now_ms = 100_000
    const access = new Access(() => now_ms)
    access.openRoom(HOSTS)
    for (let guess = 0; guess < 30; guess += 1) expect(access.roleOf(`GUESS${guess}`)).toBeNull()
    expect(access.roleOf(access.joinCode)).toBeNull()
    expect(access.refusalOf(access.joinCode)).toContain('wait a minute')
    expect(access.roleOf(access.token)).toBe('instructor')
    now_ms += 60_001
    expect(access.roleOf(access.joinCode)).toBe('participant')
  })
})
