/** The words of the window, each in one sentence. The project's own words stand in `docs/reference/glossary.md` as well, with the same sentence. */

export const PLACES = {
  canvas: 'Canvas',
  inspector: 'Inspector',
  charts: 'Charts',
  timeline: 'Timeline',
  logs: 'Logs',
  messages: 'Messages',
  history: 'History',
  explorer: 'Explorer',
  scenarios: 'Scenarios',
  recordings: 'Recordings'
} as const
export type Place = keyof typeof PLACES

export interface GlossaryEntry {
  readonly term: string
  /** Other ways in which it is written: plurals, verbs, abbreviations. */
  readonly forms: readonly string[]
  readonly text: string
  /** Where the window shows it. */
  readonly seen: readonly Place[]
}

function entry(term: string, forms: string, seen: string, text: string): GlossaryEntry {
  return { term, forms: forms === '' ? [] : forms.split(', '), seen: seen.split(' ') as Place[], text }
}

/** In alphabetical order. */
export const GLOSSARY: readonly GlossaryEntry[] = [
  entry(
    'acceptor',
    'acceptors',
    'canvas inspector',
    'A node of Paxos that promises ballots and accepts values: a quorum of them chooses.'
  ),
  entry(
    'adversary',
    '',
    'canvas timeline',
    'Somebody who picks the order of all deliveries: every message arrives, though perhaps so late that nothing is decided until then.'
  ),
  entry(
    'anti-entropy',
    '',
    'inspector charts',
    'Replicas compare what they hold in the background, often by hash trees, and exchange what differs.'
  ),
  entry('append', 'appends, appended', 'messages', 'A message in which a leader sends new log entries to a follower.'),
  entry(
    'availability',
    'available',
    'explorer',
    'Whether every request to a node that is up gets an answer that is no error, also while the network is cut.'
  ),
  entry(
    'ballot',
    'ballots',
    'charts messages',
    'A numbered attempt to have a value chosen; whoever has promised a higher one refuses it.'
  ),
  entry(
    'Ben-Or',
    '',
    'canvas charts',
    'A protocol by which nodes agree on a bit in rounds, where a coin chooses whenever no majority is heard: it ends with probability one.'
  ),
  entry(
    'bivalent',
    'bivalence',
    'charts inspector',
    'More than one value can still be decided, whatever has happened so far; univalent once only one can, though perhaps nobody knows.'
  ),
  entry(
    'Byzantine fault',
    'Byzantine faults, Byzantine, liar, liars',
    'canvas inspector',
    'A node does anything whatever: it lies, tells different nodes different things, or is silent to some.'
  ),
  entry('candidate', 'candidates', 'canvas charts', 'A node that asks the others for their votes in order to become leader.'),
  entry(
    'causal consistency',
    'causally consistent, causal',
    'history explorer',
    'Whoever sees a write also sees every write that it depends on; writes that do not depend on each other may be seen in different orders.'
  ),
  entry(
    'checkpoint',
    'checkpoints',
    'inspector messages',
    'A state that is kept so that all that led to it can be let go of; where nodes may lie, a quorum vouches for it.'
  ),
  entry(
    'closed loop',
    '',
    'inspector',
    'Each client waits for an answer before it asks for the next operation, so a slow cluster is asked less.'
  ),
  entry(
    'commit',
    'commits, committed',
    'canvas inspector charts',
    'To settle an entry or a transaction for good, so that no later failure the protocol is made for can undo it.'
  ),
  entry('commit index', '', 'inspector charts', 'The place in the log up to which a node knows that all entries are committed.'),
  entry(
    'commit wait',
    '',
    'inspector charts',
    'A write is answered only once its timestamp is surely past, so that later writes get later ones.'
  ),
  entry(
    'compensation',
    'compensations, compensated',
    'charts inspector',
    'A step that takes back what an earlier one meant; it undoes nothing, and is seen like any other.'
  ),
  entry('conflict', 'conflicts', 'inspector', 'Two writes of the same key of which neither knew of the other.'),
  entry(
    'consistency model',
    'consistency models',
    'history explorer',
    'A rule for which answers clients may see, given all operations that were asked for and when.'
  ),
  entry(
    'consistent cut',
    'consistent cuts',
    'messages',
    'A moment at each node, such that no message was received before it that was sent after it.'
  ),
  entry(
    'coordinator',
    'coordinators',
    'canvas inspector',
    'The node that carries out a request on behalf of a client: it asks the replicas, or decides whether a transaction commits.'
  ),
  entry(
    'crash',
    'crashes, crashed',
    'canvas timeline',
    'The process of a node ends at once and without warning; only what is on its disk is left.'
  ),
  entry(
    'CRDT',
    'CRDTs',
    'canvas inspector',
    'A conflict-free replicated data type: its replicas take updates on their own, and those that have had the same updates are equal, whatever the order.'
  ),
  entry('cut', 'cuts', 'canvas timeline', 'A link that lets nothing through, without telling either end.'),
  entry('cutover', 'cutovers', 'charts timeline', 'The moment of a move at which the new owner serves the shard.'),
  entry(
    'death certificate',
    'death certificates',
    'logs messages',
    'What a deletion leaves in place of an item and spreads as any update, so that no older copy of the item comes back.'
  ),
  entry('delay', 'delays, delayed', 'canvas inspector', 'How much longer a link holds every message.'),
  entry('drift', '', 'inspector', 'By how much a clock runs fast or slow, in parts per million.'),
  entry(
    'election',
    'elections',
    'charts timeline',
    'Nodes vote on who leads next; whoever has the votes of a quorum leads the new term.'
  ),
  entry(
    'election timeout',
    'election timer',
    'canvas inspector',
    'How long a follower waits without hearing from a leader before it stands for election; drawn at random so that two seldom stand at once.'
  ),
  entry('engine', 'engines', 'scenarios', 'What runs a scenario: real processes, or a simulation in virtual time.'),
  entry(
    'entry',
    'entries, log entry, log entries',
    'canvas inspector charts',
    'One operation in the log, with its place and the term in which it was added.'
  ),
  entry(
    'epoch',
    'epochs',
    'canvas inspector',
    'A number that grows with each change of who leads, who takes part or who owns what: messages of a lower one are out of date.'
  ),
  entry(
    'eventual consistency',
    'eventually consistent',
    'history explorer',
    'When no more writes come, all replicas come to be equal some time later; until then reads may be stale.'
  ),
  entry('failover', 'failovers', 'charts timeline', 'Another node takes over because the leader is gone.'),
  entry('falseticker', 'falsetickers', 'logs', 'A source of time whose answer does not agree with what most others say.'),
  entry(
    'fault',
    'faults',
    'canvas timeline charts',
    'Something that is done to the cluster on purpose: a cut, a crash, a pause, a slow disk, a wrong clock.'
  ),
  entry(
    'FLP',
    '',
    'canvas timeline',
    'The proof of Fischer, Lynch and Paterson (1985): where messages may take any time and one node may fail, no fixed rule decides in every run.'
  ),
  entry('follower', 'followers', 'canvas inspector', 'A node that takes over what a leader sends it and decides nothing itself.'),
  entry(
    'fork',
    'forks, forked',
    'timeline recordings',
    'A simulated run that repeats another up to a moment, is changed there, and goes on.'
  ),
  entry(
    'fsync',
    'fdatasync, sync',
    'inspector charts',
    'The call that returns only when written data is on the disk, so that it outlives a crash of the machine.'
  ),
  entry('half-open', '', 'canvas inspector', 'One end believes in a connection that the other end no longer has.'),
  entry(
    'heartbeat',
    'heartbeats',
    'messages canvas',
    'A small message by which a leader shows that it still leads, so that nobody stands for election.'
  ),
  entry(
    'hint',
    'hints',
    'canvas inspector charts',
    'A write that a node keeps for a replica that could not be reached, to hand it over later.'
  ),
  entry(
    'hinted handoff',
    'hand-off',
    'messages inspector',
    'The node that keeps a hint sends it to the replica as soon as that can be reached again.'
  ),
  entry(
    'hybrid clock',
    'hybrid clocks, hybrid logical clock, hybrid logical clocks, hybrid stamp, hybrid stamps',
    'canvas inspector charts messages',
    'The greatest physical time that a node knows of, and a counter: close to the time, and never below what the node has seen.'
  ),
  entry(
    'in doubt',
    '',
    'canvas inspector charts',
    'A participant has promised that it can commit and does not know the decision: it may neither commit nor abort by itself.'
  ),
  entry(
    'invariant',
    'invariants',
    'inspector timeline',
    'A statement about the cluster that must hold at every moment, for example that no two nodes lead the same term.'
  ),
  entry(
    'isolation',
    'isolation level, isolation levels',
    'history explorer',
    'How far transactions that run at the same time may see of each other.'
  ),
  entry('jitter', '', 'inspector', 'By how much the delay of a link varies from message to message.'),
  entry('k-staleness', 'versions behind', 'charts', 'How likely a read misses the newest k versions of its key.'),
  entry('lag', 'lags', 'charts inspector', 'How far a replica is behind, in entries or in time.'),
  entry(
    'Lamport clock',
    'Lamport clocks, Lamport stamp, Lamport stamps',
    'messages',
    'A counter that is higher after every cause; that it is higher does not prove a cause.'
  ),
  entry(
    'last write wins',
    'LWW, last writer wins',
    'inspector',
    'Of concurrent writes the one with the highest timestamp stays, and the others are dropped without a word.'
  ),
  entry('latency', 'latencies', 'charts', 'The time from when a client asks until it has the answer.'),
  entry('leader', 'leaders', 'canvas charts', 'The node that puts all writes into one order and sends them to the others.'),
  entry(
    'lease',
    'leases',
    'inspector',
    'A promise for a limited time, by which a leader may answer reads alone; it is only as good as the clocks.'
  ),
  entry(
    'linearizable',
    'linearizability, linearizably',
    'history explorer',
    'Every operation seems to happen at one instant between its request and its answer, and all clients agree on the order.'
  ),
  entry('link', 'links', 'canvas inspector', 'One direction between two endpoints, with its own settings, faults and counters.'),
  entry('lock', 'locks, locked', 'inspector', 'It keeps others from a key until its transaction is over.'),
  entry('log', 'logs', 'canvas inspector logs', 'The operations in the order in which every replica applies them.'),
  entry('log scale', '', 'charts', 'An axis on which equal steps multiply: 1 ms, 10 ms, 100 ms.'),
  entry('loss', '', 'canvas inspector', 'The share of messages that a link drops by chance.'),
  entry('majority', 'majorities', 'canvas inspector', 'More than half of all nodes; any two majorities have a node in common.'),
  entry('merge', 'merges, merged', 'inspector', 'To make one value of versions that were written without knowing of each other.'),
  entry(
    'no-op',
    'no-ops',
    'inspector',
    'An entry that changes nothing: it takes the place of a command that may have been lost, so that what comes after it can be applied.'
  ),
  entry(
    'op-number',
    'op-numbers',
    'inspector logs',
    'The place of a request in the log of Viewstamped Replication; with the view in which it was given it names the request once and for all.'
  ),
  entry('open loop', '', 'inspector', 'Operations are asked for at a fixed rate, whether or not the earlier ones are answered.'),
  entry('operation', 'operations', 'history charts', 'One request of a client, with its answer: ok, failed or unknown.'),
  entry(
    'out of date',
    '',
    'canvas inspector',
    'Of a leader: another leads a later term, or it is cut off from every quorum, and it does not know yet.'
  ),
  entry('p50', 'median', 'charts', 'Half of the operations took no longer than this.'),
  entry('p90', '', 'charts', 'Nine operations in ten took no longer than this.'),
  entry('p99', '', 'charts', 'Ninety-nine operations in a hundred took no longer than this.'),
  entry(
    'PACELC',
    '',
    'explorer',
    'Under a partition (P) a system chooses availability (A) or consistency (C), else (E) latency (L) or consistency (C).'
  ),
  entry(
    'participant',
    'participants',
    'canvas inspector',
    'A node that holds part of a transaction’s data and votes on whether it can commit.'
  ),
  entry(
    'partition',
    'partitions, partitioned',
    'canvas timeline charts',
    'A fault that divides the network: messages between its parts are lost, within each part they arrive.'
  ),
  entry('percentile', 'percentiles', 'charts', 'The value that so many in a hundred do not exceed.'),
  entry('pivot', 'pivots', 'scenarios', 'The step of a saga after which only forward is possible.'),
  entry(
    'pre-candidate',
    'pre-candidates, pre-vote, pre-votes',
    'canvas messages',
    'A node that first asks whether it would be elected, without raising the term, so that a node that was cut off disturbs nobody when it returns.'
  ),
  entry(
    'preference list',
    'preference lists',
    'inspector',
    'The nodes that are to keep a range, each once: its N replicas, then those that stand in for them.'
  ),
  entry(
    'prepare',
    'prepares, prepared',
    'messages inspector',
    'The first phase of two-phase commit: each participant makes sure on disk that it can commit, and says so.'
  ),
  entry(
    'primary',
    'primaries, backup, backups',
    'canvas inspector',
    'The node that orders requests in a view, while the others, its backups, follow: each node in turn.'
  ),
  entry(
    'probabilistically bounded staleness',
    'PBS',
    'charts',
    'How likely a read is stale, by how long after the write it begins and by R and W, where these do not rule it out.'
  ),
  entry(
    'promise',
    'promises, promised',
    'messages inspector',
    'In Paxos, an answer by which a node binds itself to accept nothing in lower ballots, and tells what it has accepted.'
  ),
  entry('proposer', 'proposers', 'canvas charts', 'A node of Paxos that starts ballots and proposes values in them.'),
  entry(
    'quorum',
    'quorums',
    'canvas inspector',
    'So many nodes that any two such sets share one: what one set has decided the next finds out.'
  ),
  entry('read repair', '', 'inspector charts', 'A read that finds a stale replica brings it up to date.'),
  entry('read your writes', '', 'history explorer', 'A client that has written a value never reads an older one afterwards.'),
  entry(
    'recovering',
    '',
    'canvas charts',
    'A node that has lost its log with its memory, and takes no part until a majority has answered it and it has a log again.'
  ),
  entry('replica', 'replicas', 'canvas inspector', 'A node, or a node’s instance of one group, that holds a copy of the data.'),
  entry(
    'replica group',
    'replica groups',
    'canvas inspector',
    'Nodes that keep one replicated log between them, with a leader of its own; a node may belong to several groups and lead some of them.'
  ),
  entry('residue', '', 'charts explorer', 'The share of the sites that a rumour has not reached when nobody tells it any more.'),
  entry(
    'retry',
    'retries, retried',
    'history charts',
    'The same operation asked again because no answer came; without care it happens twice.'
  ),
  entry(
    'rumour',
    'rumours',
    'canvas messages charts',
    'An update that sites tell partners picked at random, until most of those know it already.'
  ),
  entry(
    'saga',
    'sagas',
    'charts inspector',
    'A long transaction as a sequence of steps, each done for all to see, and each with a compensation.'
  ),
  entry(
    'seed',
    'seeds',
    'scenarios inspector',
    'The number that all random choices of a run follow from: the same seed, the same faults.'
  ),
  entry(
    'semantic lock',
    'semantic locks',
    'scenarios',
    'A mark on what a saga has changed, which says that it may be taken back.'
  ),
  entry(
    'sequential consistency',
    'sequentially consistent',
    'history explorer',
    'All clients see the operations in one order that keeps each client’s own order, though perhaps later than real time.'
  ),
  entry(
    'serializable',
    'serializability',
    'history explorer',
    'The outcome of all transactions is one that they could have had one after the other.'
  ),
  entry(
    'session',
    'sessions',
    'history',
    'What a client’s operations belong to; with a sequence number a retry is applied once.'
  ),
  entry(
    'shard',
    'shards, sharded',
    'canvas inspector charts',
    'A part of the keys that a group owns, and that moves as a whole.'
  ),
  entry(
    'sibling',
    'siblings',
    'canvas inspector',
    'One of several versions of a key that stand beside each other because neither replaced the other.'
  ),
  entry(
    'slew',
    'slewed, slewing',
    'logs charts',
    'To correct a clock by letting it run faster or slower for a while, so that it never jumps.'
  ),
  entry(
    'sloppy quorum',
    'sloppy quorums',
    'inspector',
    'A quorum that counts stand-ins for replicas that cannot be reached, so that a read may miss the write.'
  ),
  entry(
    'slot',
    'slots',
    'inspector charts',
    'A place in the log of Multi-Paxos: each is decided by itself, in any order, and applied in turn.'
  ),
  entry(
    'snapshot',
    'snapshots',
    'inspector messages',
    'The whole state at one place in the log, which replaces the entries before it.'
  ),
  entry(
    'split brain',
    '',
    'canvas charts',
    'Two nodes take writes as leader at the same time, each for its part of the cluster.'
  ),
  entry(
    'stale',
    'stale read, stale reads, staleness',
    'history charts',
    'Older than the newest value that was acknowledged before the read began.'
  ),
  entry(
    'stop-sign',
    'stop-signs',
    'messages charts inspector',
    'The last value of a configuration in a Multi-Paxos log: it names the members that decide on the slots after it.'
  ),
  entry(
    'stratum',
    'strata',
    'canvas inspector',
    'How many servers are between a clock and a reference clock; stratum 1 has one of its own.'
  ),
  entry('t-visibility', '', 'charts', 'How long after a write is acknowledged a given share of reads, such as 99.9 %, has it.'),
  entry(
    'term',
    'terms',
    'canvas charts inspector',
    'The number of a leadership: each election begins a higher one, and it has at most one leader.'
  ),
  entry('throughput', '', 'charts', 'Operations per second that came to an end, by how they ended.'),
  entry('timeout', 'timeouts', 'inspector', 'How long somebody waits before taking silence for failure.'),
  entry('tombstone', 'tombstones', 'inspector', 'A deletion, kept as a version until every replica has had it for long enough.'),
  entry('transaction', 'transactions', 'inspector charts history', 'Several operations that take effect together or not at all.'),
  entry('TrueTime', '', 'inspector charts', 'A clock that answers with the earliest and the latest that it can be now.'),
  entry(
    'two-phase commit',
    '',
    'scenarios inspector',
    'A coordinator asks all participants to prepare, and commits only if each of them has said yes.'
  ),
  entry(
    'unknown',
    '',
    'charts history',
    'The client never heard: the operation may have happened, may yet happen, or never will.'
  ),
  entry(
    'vector clock',
    'vector clocks, version vector, version vectors',
    'inspector timeline',
    'A counter for each node, by which one can tell whether one event knew of another or neither did.'
  ),
  entry(
    'verdict',
    'verdicts',
    'inspector',
    'What a check found: the claim holds, is violated, or could not be decided within its bounds.'
  ),
  entry(
    'view change',
    'view changes',
    'charts messages',
    'A quorum of nodes leaves a primary that is silent or does not do its part, and the next one goes on with what may have been committed.'
  ),
  entry('viewstamp', 'viewstamps', 'logs', 'A view and an op-number: which request it is, in Viewstamped Replication.'),
  entry(
    'vote',
    'votes',
    'canvas messages',
    'A node’s promise to support a candidate; it gives one in each term, and has it on disk before it says so.'
  ),
  entry(
    'WARS',
    '',
    'charts',
    'A model of stale reads by four one-way delays: of the write to a replica (W), its acknowledgement (A), the read request (R) and its answer (S).'
  ),
  entry('workload', 'workloads', 'inspector', 'What clients ask for: which operations, on which keys, how often.'),
  entry(
    'write-ahead log',
    '',
    'inspector',
    'A file to which every change is added and synced before anybody is told that it happened.'
  )
]
