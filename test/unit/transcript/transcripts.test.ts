import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { protocols } from '../../../src-node/protocols/registry'
import { dialect as benOr } from '../ben-or/dialect'
import { dialect as clockSync } from '../clock-sync/dialect'
import { dialect as clocks } from '../clocks/dialect'
import { dialect as membership } from '../membership/dialect'
import { dialect as gossip } from '../gossip/dialect'
import { dialect as hlcKv } from '../hlc-kv/dialect'
import { dialect as leaderFollower } from '../leader-follower/dialect'
import { dialect as multiLeader } from '../multi-leader/dialect'
import { dialect as multiPaxos } from '../multi-paxos/dialect'
import { dialect as paxos } from '../paxos/dialect'
import { dialect as pbft } from '../pbft/dialect'
import { dialect as quorum } from '../quorum/dialect'
import { dialect as raft } from '../raft/dialect'
import { dialect as replicatedCommit } from '../replicated-commit/dialect'
import { dialect as saga } from '../saga/dialect'
import { dialect as services } from '../services/dialect'
import { dialect as shardedKv } from '../sharded-kv/dialect'
import { dialect as spannerKv } from '../spanner-kv/dialect'
import { dialect as atomicCommit } from '../atomic-commit/dialect'
import { dialect as viewstampedReplication } from '../viewstamped-replication/dialect'
import type { Dialect } from './dialect'
import { runTranscript } from './transcript'

const DIALECTS = [
  raft as unknown as Dialect,
  leaderFollower,
  quorum as unknown as Dialect,
  multiLeader,
  atomicCommit,
  shardedKv as unknown as Dialect,
  clocks,
  services,
  hlcKv,
  clockSync,
  spannerKv as unknown as Dialect,
  saga,
  replicatedCommit as unknown as Dialect,
  paxos,
  multiPaxos as unknown as Dialect,
  viewstampedReplication as unknown as Dialect,
  pbft,
  benOr,
  membership as unknown as Dialect,
  gossip
]

test('every protocol has transcripts', () => {
  expect(DIALECTS.map(({ protocol }) => protocol.description.name)).toEqual(protocols.map(({ description }) => description.name))
})

/** With UPDATE_TRANSCRIPTS=1 the narrations are rewritten: read each change before you commit it. */
describe.each(DIALECTS.map((dialect) => [dialect.protocol.description.name, dialect] as const))('%s', (name, dialect) => {
  const folder = join(__dirname, '..', name, 'transcripts')
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt'))

  test.each(files)('%s', (file) => {
    const path = join(folder, file)
    const written = readFileSync(path, 'utf8')
    const real = runTranscript(written, dialect)
    if (process.env['UPDATE_TRANSCRIPTS']) writeFileSync(path, real)
    else expect(real).toBe(written)
  })
})
