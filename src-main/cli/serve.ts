import { defineCommand } from 'citty'
import { requireKnown } from './usage'

const args = {
  port: { type: 'string', default: '0', description: 'Port on loopback; 0: any free one', valueHint: 'N' },
  open: { type: 'boolean', description: 'Let others in the room join with a code' }
} as const

export const serveCommand = defineCommand({
  meta: { name: 'serve', description: 'Put the lab on a loopback page and start its cluster' },
  args,
  run({ args: given }) {
    requireKnown(given, args)
  }
})
