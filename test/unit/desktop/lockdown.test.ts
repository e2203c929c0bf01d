import { expect, it } from 'vitest'
import { mayLoad } from '../../../src-main/desktop/lockdown'

const ORIGIN = 'http://127.0.0.1:4000'

it('lets the page load its own files and sockets, and what it made itself', () => {
  for (const url of [
    `${ORIGIN}/assets/index.js`,
    'ws://127.0.0.1:4000/socket.io/?EIO=4',
    'data:image/png;base64,',
    `blob:${ORIGIN}/1`,
    'devtools://devtools/x'
  ])
    expect(mayLoad(url, ORIGIN), url).toBe(true)
})

it('lets it load nothing else', () => {
  for (const url of [
    'http://127.0.0.1:4001/',
    'http://localhost:4000/',
    'https://127.0.0.1:4000/',
    'ws://127.0.0.1:4001/',
    'wss://127.0.0.1:4000/',
    'file:///etc/passwd',
    'http://127.0.0.1:4000@evil.example/'
  ])
    expect(mayLoad(url, ORIGIN), url).toBe(false)
})
