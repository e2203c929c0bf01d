/**
 * What a failure detector's history amounts to: completeness and accuracy, and the class that goes with them (Chandra and Toueg 1996, §2).
 * A run is finite: "eventually" means from some moment on to the end of what is known, and that moment is told.
 */
import type { LabEvent } from '../events'
import type { NodeId } from '../ids'
import { listOfNodes } from '../text/list-text'

/** A moment of a run. */
export interface Instant {
  readonly t_us: number
  readonly seq: number
}

/** Plain data: folds are cloned. */
export interface SuspicionHistory {
  /** Nodes that have run: whether they do now. A paused one does: nobody can tell that it is not slow. */
  readonly up: Map<NodeId, boolean>
  /** Nodes that are down, since when. */
  readonly down_since: Map<NodeId, Instant>
  /** By node: whom it suspects, since when. */
  readonly suspects: Map<NodeId, Map<NodeId, Instant>>
  /** By node: whom it has suspected, until when at last. */
  readonly suspected_until: Map<NodeId, Map<NodeId, Instant>>
  /** Suspicions that began while the suspect was up. */
  mistakes: number
  /** Nodes that have been suspected so, when first and by whom. */
  readonly wronged: Map<NodeId, Instant & { readonly by: NodeId }>
}

const PROPERTIES = [
  'strong completeness',
  'weak completeness',
  'strong accuracy',
  'weak accuracy',
  'eventually strong accuracy',
  'eventually weak accuracy'
] as const
export type DetectorProperty = (typeof PROPERTIES)[number]

/** Figure 1 of the paper, the stronger ones first. */
export const CLASSES = ['P', 'S', '◇P', '◇S', 'Q', 'W', '◇Q', '◇W'] as const
export type ClassName = (typeof CLASSES)[number]
const PROPERTIES_OF: Readonly<Record<ClassName, readonly [DetectorProperty, DetectorProperty]>> = {
  P: ['strong completeness', 'strong accuracy'],
  S: ['strong completeness', 'weak accuracy'],
  '◇P': ['strong completeness', 'eventually strong accuracy'],
  '◇S': ['strong completeness', 'eventually weak accuracy'],
  Q: ['weak completeness', 'strong accuracy'],
  W: ['weak completeness', 'weak accuracy'],
  '◇Q': ['weak completeness', 'eventually strong accuracy'],
  '◇W': ['weak completeness', 'eventually weak accuracy']
}

/** What keeps a property from holding. */
export interface PropertyFailure extends Instant {
  readonly property: DetectorProperty
  readonly text: string
}

export interface DetectorVerdict {
  /** Of properties that hold: since when, to the end. */
  readonly holds_since_us: ReadonlyMap<DetectorProperty, number>
  /** Of the others, the first one first. */
  readonly failures: readonly PropertyFailure[]
}

/** What is known of one property: since when it holds, or why it does not. */
type Finding = number | Omit<PropertyFailure, 'property'>

export function emptyHistory(): SuspicionHistory {
  return {
    up: new Map(),
    down_since: new Map(),
    suspects: new Map(),
    suspected_until: new Map(),
    mistakes: 0,
    wronged: new Map()
  }
}

export const PROCESS_EVENTS = ['node-ready', 'node-exited', 'member-left'] as const

export function foldProcesses(history: SuspicionHistory, event: LabEvent): void {
  const { up, down_since } = history
  if (event.kind === 'node-ready') startNode(history, event.node)
  else if (event.kind === 'node-exited') {
    if (up.get(event.node) !== false) down_since.set(event.node, instantOf(event))
    up.set(event.node, false)
    trustAll(history, event.node, instantOf(event))
  } else if (event.kind === 'member-left') {
    up.delete(event.node)
    down_since.delete(event.node)
  }
}

/** The node runs from now on. */
export function startNode({ up, down_since }: SuspicionHistory, node: NodeId): void {
  up.set(node, true)
  down_since.delete(node)
}

/** What the node held of others is gone. */
export function trustAll(history: SuspicionHistory, node: NodeId, at: Instant): void {
  for (const other of [...(history.suspects.get(node)?.keys() ?? [])]) setSuspicion(history, node, other, false, at)
}

export function instantOf({ t, seq }: LabEvent): Instant {
  return { t_us: t, seq }
}

/** The node suspects the other one from now on, or no longer. */
export function setSuspicion(history: SuspicionHistory, node: NodeId, other: NodeId, is_suspected: boolean, at: Instant): void {
  const of_node = history.suspects.get(node) ?? new Map<NodeId, Instant>()
  if (is_suspected === of_node.has(other)) return
  history.suspects.set(node, of_node)
  if (is_suspected) of_node.set(other, at)
  else {
    of_node.delete(other)
    const until = history.suspected_until.get(node) ?? new Map<NodeId, Instant>()
    history.suspected_until.set(node, until.set(other, at))
    return
  }
  if (history.up.get(other) !== true) return
  history.mistakes++
  if (!history.wronged.has(other)) history.wronged.set(other, { ...at, by: node })
}

/** Every property, by how things stand at the end of what is known. */
export function verdictOf(history: SuspicionHistory): DetectorVerdict {
  const correct = [...history.up].filter(([, is_up]) => is_up).map(([node]) => node)
  const trusted = trustedSince(history, correct)
  const findings: Readonly<Record<DetectorProperty, Finding>> = {
    'strong completeness': strongCompleteness(history, correct),
    'weak completeness': weakCompleteness(history, correct),
    'strong accuracy': strongAccuracy(history),
    'weak accuracy': weakAccuracy(history, correct),
    'eventually strong accuracy': eventuallyStrong(trusted),
    'eventually weak accuracy': eventuallyWeak(trusted)
  }
  const holds_since_us = new Map<DetectorProperty, number>()
  const failures: PropertyFailure[] = []
  for (const property of PROPERTIES) {
    const finding = findings[property]
    if (typeof finding === 'number') holds_since_us.set(property, finding)
    else failures.push({ property, ...finding })
  }
  return { holds_since_us, failures: failures.sort((a, b) => a.seq - b.seq) }
}

/** Since when, to the end, all that the class asks for holds; null: the detector is not in it. */
export function inClassSince({ holds_since_us }: DetectorVerdict, name: ClassName): number | null {
  const since = PROPERTIES_OF[name].map((property) => holds_since_us.get(property))
  return since.includes(undefined) ? null : Math.max(...since.map((t_us) => t_us!))
}

/** The strongest classes that the detector is in: S and ◇P do not contain each other. Empty: it is in none. */
export function strongestClasses(verdict: DetectorVerdict): ClassName[] {
  const reached = CLASSES.filter((name) => inClassSince(verdict, name) !== null)
  return reached.filter((name) => !reached.some((other) => other !== name && contains(other, name)))
}

/** Whoever is in the one class is in the other. */
function contains(strong: ClassName, weak: ClassName): boolean {
  const [[completeness, accuracy], [less_completeness, less_accuracy]] = [PROPERTIES_OF[strong], PROPERTIES_OF[weak]]
  return implies(completeness, less_completeness) && implies(accuracy, less_accuracy)
}

function implies(property: DetectorProperty, other: DetectorProperty): boolean {
  return property === other || IMPLIED[property].includes(other)
}

const IMPLIED: Readonly<Record<DetectorProperty, readonly DetectorProperty[]>> = {
  'strong completeness': ['weak completeness'],
  'weak completeness': [],
  'strong accuracy': ['weak accuracy', 'eventually strong accuracy', 'eventually weak accuracy'],
  'weak accuracy': ['eventually weak accuracy'],
  'eventually strong accuracy': ['eventually weak accuracy'],
  'eventually weak accuracy': []
}

/** Every crashed node is suspected by every correct one. */
function strongCompleteness({ down_since, suspects }: SuspicionHistory, correct: readonly NodeId[]): Finding {
  let since_us = 0
  for (const [node, down] of down_since) {
    const unaware = correct.filter((by) => suspects.get(by)?.has(node) !== true)
    if (unaware.length > 0) return { ...down, text: `${node} is down, and ${doNotSuspect(unaware)} it` }
    for (const by of correct) since_us = Math.max(since_us, down.t_us, suspects.get(by)!.get(node)!.t_us)
  }
  return since_us
}

/** Every crashed node is suspected by some correct one. */
function weakCompleteness({ down_since, suspects }: SuspicionHistory, correct: readonly NodeId[]): Finding {
  let since_us = 0
  for (const [node, down] of down_since) {
    const suspected = correct.flatMap((by) => suspects.get(by)?.get(node)?.t_us ?? [])
    if (suspected.length === 0) return { ...down, text: `${node} is down, and nobody suspects it` }
    since_us = Math.max(since_us, down.t_us, Math.min(...suspected))
  }
  return since_us
}

function doNotSuspect(nodes: readonly NodeId[]): string {
  const named = [...nodes].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return `${listOfNodes(named)} ${nodes.length === 1 ? 'does' : 'do'} not suspect`
}

/** Nobody is suspected before it crashes. */
function strongAccuracy({ wronged }: SuspicionHistory): Finding {
  const [first] = wronged
  if (first === undefined) return 0
  const [node, { by, ...at }] = first
  return { ...at, text: `${by} suspects ${node}, which is up` }
}

/** Some correct node is never suspected. */
function weakAccuracy({ wronged }: SuspicionHistory, correct: readonly NodeId[]): Finding {
  if (correct.length === 0 || correct.some((node) => !wronged.has(node))) return 0
  const [node, { by, ...at }] = [...wronged].filter(([one]) => correct.includes(one)).at(-1)!
  return { ...at, text: `${by} suspects ${node}, the last that nobody had suspected` }
}

/** From some moment on no correct node is suspected by a correct one. */
function eventuallyStrong(trusted: ReadonlyMap<NodeId, Finding>): Finding {
  let since_us = 0
  for (const finding of trusted.values()) {
    if (typeof finding !== 'number') return finding
    since_us = Math.max(since_us, finding)
  }
  return since_us
}

/** From some moment on some correct node is not suspected by a correct one. */
function eventuallyWeak(trusted: ReadonlyMap<NodeId, Finding>): Finding {
  let since_us = trusted.size === 0 ? 0 : Infinity
  let newest: Exclude<Finding, number> | null = null
  for (const finding of trusted.values()) {
    if (typeof finding === 'number') since_us = Math.min(since_us, finding)
    else if (newest === null || finding.seq > newest.seq) newest = finding
  }
  return since_us === Infinity ? newest! : since_us
}

/** Since when each correct node has been suspected by no correct one. Goes by suspicions, not by pairs: of those a thousand nodes have a million. */
function trustedSince({ suspects, suspected_until }: SuspicionHistory, correct: readonly NodeId[]): Map<NodeId, Finding> {
  const trusted = new Map(correct.map((node): [NodeId, Finding] => [node, 0]))
  for (const by of correct) {
    for (const [node, { t_us }] of suspected_until.get(by) ?? []) {
      const since_us = trusted.get(node)
      if (typeof since_us === 'number') trusted.set(node, Math.max(since_us, t_us))
    }
    for (const [node, suspected] of suspects.get(by) ?? [])
      if (typeof trusted.get(node) === 'number')
        trusted.set(node, { ...suspected, text: `${by} suspects ${node}, which is up, to the end` })
  }
  return trusted
}
