/**
 * A lock table: shared and exclusive locks of keys, shared locks of prefixes (predicates), upgrades, and one fair queue. A transaction has
 * one request for each resource; a request waits for whatever conflicts with it and is held, or came before it. An upgrade keeps the place
 * of the lock that it upgrades, so that it goes before all who wait.
 */
export type LockMode = 'shared' | 'exclusive'

/** A key, or everything that begins with a prefix. */
export interface Resource {
  readonly kind: 'key' | 'prefix'
  readonly name: string
}

export interface LockRequest {
  readonly transaction: string
  readonly resource: Resource
  held: LockMode | null
  /** What it waits for. */
  wanted: LockMode | null
  /** Its place in the queue. */
  readonly order: number
}

/** Whom a step waits for, and at which key or prefix. */
export interface Blocker {
  readonly transaction: string
  readonly on: string
}

export interface LockTable {
  readonly keys: Map<string, LockRequest[]>
  readonly prefixes: Map<string, LockRequest[]>
  order: number
}

export function newLockTable(): LockTable {
  return { keys: new Map(), prefixes: new Map(), order: 0 }
}

/** Takes the lock if nothing stands against it; otherwise it is asked for, and these are in the way. `ignores`: locks that do not count. */
export function acquire(
  table: LockTable,
  transaction: string,
  resource: Resource,
  mode: LockMode,
  ignores: (other: LockRequest) => boolean = () => false
): readonly Blocker[] {
  const request = requestFor(table, transaction, resource)
  if (request.held === 'exclusive' || request.held === mode) return []
  request.wanted = mode
  const blockers = blockersOf(table, request, ignores)
  if (blockers.length > 0) return blockers
  request.held = mode
  request.wanted = null
  return []
}

/** Restores a lock that was held before a crash. */
export function hold(table: LockTable, transaction: string, resource: Resource, mode: LockMode): void {
  requestFor(table, transaction, resource).held = mode
}

/** Lets go of one lock. */
export function release(table: LockTable, transaction: string, resource: Resource): void {
  const queues = queuesOf(table, resource.kind)
  const rest = (queues.get(resource.name) ?? []).filter((request) => request.transaction !== transaction)
  if (rest.length > 0) queues.set(resource.name, rest)
  else queues.delete(resource.name)
}

/** Lets go of all that the transaction holds or asks for. */
export function releaseAll(table: LockTable, transaction: string): void {
  for (const { resource } of requestsOf(table, transaction)) release(table, transaction, resource)
}

export function requestsOf({ keys, prefixes }: LockTable, transaction: string): LockRequest[] {
  return [...keys.values(), ...prefixes.values()].flat().filter((request) => request.transaction === transaction)
}

/** What the transaction has locked in this mode and kind, by name. */
export function heldBy(table: LockTable, transaction: string, kind: Resource['kind'], mode: LockMode): string[] {
  return requestsOf(table, transaction)
    .filter(({ resource, held }) => resource.kind === kind && held === mode)
    .map(({ resource }) => resource.name)
}

/** Whoever waits, in the order of the queue. */
export function waitingRequests({ keys, prefixes }: LockTable): LockRequest[] {
  return [...keys.values(), ...prefixes.values()]
    .flat()
    .filter(({ wanted }) => wanted !== null)
    .sort((a, b) => a.order - b.order)
}

/** Whom the request waits for, each once. */
export function blockersOf(
  table: LockTable,
  request: LockRequest,
  ignores: (other: LockRequest) => boolean = () => false
): Blocker[] {
  const blockers = new Map<string, Blocker>()
  for (const other of overlapping(table, request.resource)) {
    if (other.transaction === request.transaction || ignores(other) || !isInTheWay(table, other, request)) continue
    blockers.set(other.transaction, { transaction: other.transaction, on: nameOf(request.resource) })
  }
  return [...blockers.values()]
}

/** A key as it is, a prefix with a star. */
export function nameOf({ kind, name }: Resource): string {
  return kind === 'key' ? name : `${name}*`
}

function isInTheWay(table: LockTable, other: LockRequest, { transaction, wanted, order }: LockRequest): boolean {
  if (other.held !== null && conflicts(other.held, wanted)) return true
  const is_before = other.wanted !== null && other.order < order && conflicts(other.wanted, wanted)
  return is_before && !isHeldUpBy(table, other, transaction)
}

/** Whoever waits for a transaction lets it go first: otherwise each would wait for the other. */
function isHeldUpBy(table: LockTable, { resource, wanted }: LockRequest, transaction: string): boolean {
  for (const one of overlapping(table, resource))
    if (one.transaction === transaction && one.held !== null && conflicts(one.held, wanted)) return true
  return false
}

function conflicts(a: LockMode, b: LockMode | null): boolean {
  return b !== null && (a === 'exclusive' || b === 'exclusive')
}

function* overlapping(table: LockTable, { kind, name }: Resource): Iterable<LockRequest> {
  if (kind === 'key') {
    yield* table.keys.get(name) ?? []
    for (const [prefix, requests] of table.prefixes) if (name.startsWith(prefix)) yield* requests
    return
  }
  // Prefixes are locked in shared mode alone, so that no two of them conflict.
  for (const [key, requests] of table.keys) if (key.startsWith(name)) yield* requests
}

function requestFor(table: LockTable, transaction: string, resource: Resource): LockRequest {
  const queues = queuesOf(table, resource.kind)
  const queue = queues.get(resource.name) ?? []
  const known = queue.find((request) => request.transaction === transaction)
  if (known !== undefined) return known
  const request: LockRequest = { transaction, resource, held: null, wanted: null, order: ++table.order }
  queues.set(resource.name, [...queue, request])
  return request
}

function queuesOf({ keys, prefixes }: LockTable, kind: Resource['kind']): Map<string, LockRequest[]> {
  return kind === 'key' ? keys : prefixes
}

/** No longer asks for more than it holds. */
export function withdraw(table: LockTable, transaction: string, resource: Resource): void {
  const request = requestFor(table, transaction, resource)
  request.wanted = null
  if (request.held === null) release(table, transaction, resource)
}

/** Those who waited before the transaction asked to upgrade its lock, and now wait for it too. */
export function overtakenBy(table: LockTable, transaction: string, resource: Resource): Blocker[] {
  const upgrade = [...overlapping(table, resource)].find((request) => request.transaction === transaction)
  if (upgrade?.held !== 'shared' || upgrade.wanted !== 'exclusive') return []
  return [...overlapping(table, resource)]
    .filter(({ transaction: other, wanted, order }) => other !== transaction && wanted === 'shared' && order > upgrade.order)
    .map(({ transaction: other }) => ({ transaction: other, on: nameOf(resource) }))
}
