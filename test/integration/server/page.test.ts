import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PortError } from '../../../src-main/server/lab-server'
import { once, useServer } from './server-harness'

const harness = useServer()
const { get, open, start, token } = harness

describe('the page', () => {
  it('is served to its token, and its files to the cookie that came with it', async () => {
    const page = await get(`/?token=${token()}`)
    expect(page).toMatchObject({ status: 200, body: '<title>the page</title>' })
    const cookie = page.headers['set-cookie']![0]!
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/)
    const file = await get('/recordings/latency.csv', { cookie: cookie.split(';')[0]! })
    expect(file).toMatchObject({ status: 200, body: 't,ms\n' })
    expect(file.headers['content-disposition']).toBe('attachment')
  })

  it('is refused without the token', async () => {
    for (const path of ['/', '/index.html', '/?token=', '/?token=guess', '/recordings/latency.csv']) {
      const { status, body } = await get(path)
      expect(status, path).toBe(403)
      expect(body).not.toContain('the page')
    }
  })

  it('carries a strict content security policy', async () => {
    const policy = String((await get(`/?token=${token()}`)).headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe-eval')
  })

  it('is refused under a foreign host name', async () => {
    expect((await get(`/?token=${token()}`, { host: `evil.example:${harness.server.port}` })).status).toBe(421)
  })

  it('does not lead out of its folder', async () => {
    for (const path of ['/../secret', '/%2e%2e%2fsecret', '/recordings/../../secret', '/recordings/%2e%2e/secret'])
      expect((await get(`${path}?token=${token()}`)).status, path).toBe(404)
  })

  it('can only be read', async () => {
    expect((await get(`/?token=${token()}`, {}, 'POST')).status).toBe(405)
  })
})

it('lists the files of a recording, and of nothing else', async () => {
  const id = '2026-01-01T12-00-00-000'
  mkdirSync(join(harness.folder, 'recordings', id, 'csv'), { recursive: true })
  for (const name of ['report.html', 'csv/latency.csv', '<b>.txt'])
    writeFileSync(join(harness.folder, 'recordings', id, name), '')
  const { status, body, headers } = await get(`/recordings/${id}/?token=${token()}`)
  expect([status, headers['content-disposition']]).toEqual([200, undefined])
  expect([...body.matchAll(/href="([^"]*)"/g)].map(([, name]) => name)).toEqual(['csv/latency.csv', 'report.html'])
  for (const path of ['/recordings/', `/recordings/${id}/csv/`])
    expect((await get(`${path}?token=${token()}`)).status, path).toBe(404)
})

it('sends a file that is being written as long as it said', async () => {
  const path = join(harness.folder, 'recordings', 'growing.jsonl')
  writeFileSync(path, 'x'.repeat(3_000_000))
  const grow = setInterval(() => appendFileSync(path, 'y'.repeat(100_000)))
  const { headers, body } = await get(`/recordings/growing.jsonl?token=${token()}`)
  clearInterval(grow)
  expect(body.length).toBeGreaterThanOrEqual(3_000_000)
  expect(body.length).toBe(Number(headers['content-length']))
  writeFileSync(path, '')
  expect(await get(`/recordings/growing.jsonl?token=${token()}`)).toMatchObject({ status: 200, body: '' })
})

it('sends the part of a file that is asked for, and of a file its length alone', async () => {
  writeFileSync(join(harness.folder, 'recordings', 'letters.csv'), 'abcdef')
  const part = (range: string) => get(`/recordings/letters.csv?token=${token()}`, { range })
  const middle = await part('bytes=2-3')
  expect(middle).toMatchObject({ status: 206, body: 'cd', headers: { 'content-range': 'bytes 2-3/6', 'content-length': '2' } })
  expect(await part('bytes=9-')).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */6' } })
  const head = await get(`/recordings/letters.csv?token=${token()}`, {}, 'HEAD')
  expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '6' } })
})

describe('the port', () => {
  it('that is taken is told in one sentence', async () => {
    const second = start({ port: harness.server.port })
    await expect(second).rejects.toThrow(PortError)
    await expect(second).rejects.toThrow(`Port ${harness.server.port} is taken by another program`)
  })

  it('is free again after closing, with pages connected', async () => {
    const page = open()
    await once(page, 'hello')
    const gone = once(page, 'disconnect')
    await harness.server.close()
    await gone
    harness.server = await start({ port: harness.server.port })
    await once(open(), 'hello')
  })
})

describe('a lab open to the room', () => {
  it('shows a door, and opens it to the join code', async () => {
    await harness.server.close()
    harness.server = await start({ open: true })
    const join_page = await get('/')
    expect(join_page.status).toBe(403)
    expect(join_page.body).toContain('Join code')
    expect(join_page.body).not.toContain('alert')
    expect((await get(`/?token=${harness.server.join!.code}`)).body).toContain('the page')
    await once(open({ auth: { token: harness.server.join!.code, participant: 'key-of-one-participant' } }), 'hello')
  })

  it('says why a wrong code does not open it, and when too many were tried', async () => {
    await harness.server.close()
    harness.server = await start({ open: true })
    expect((await get('/?token=GUESS')).body).toContain('This is not the join code of this lab')
    for (let guess = 0; guess < 30; guess++) await get('/?token=GUESS')
    expect((await get(`/?token=${harness.server.join!.code}`)).body).toContain('wait a minute')
  })
})
