/** Names that a scenario itself gives, as far as its text can be read. */
import { SYMBOLIC_TARGETS } from '../../../src-shared/faults/actions'
import { NODES_DEFAULT } from '../../../src-shared/scenario/sections/cluster'
import type { Path } from './place'

type Fields = Readonly<Record<string, unknown>>

/** More are not worth a list. */
const LISTED_MAX = 50

/** What may be named at a path; empty: nothing of the scenario's own. */
export function namesAt(path: Path, content: unknown): string[] {
  const section = path[0]
  const field = path.filter((part) => typeof part === 'string').at(-1)
  if (section === 'cluster') return path[1] === 'node_parameters' && path.length === 2 ? nodesOf(content) : []
  const words = section === 'timeline' ? [...SYMBOLIC_TARGETS] : []
  switch (field) {
    case 'node':
    case 'nodes':
    case 'among':
      return [...nodesOf(content), ...words]
    case 'from':
    case 'to':
      return [...nodesOf(content), ...clientsOf(content), ...words, ...(section === 'timeline' ? ['*'] : [])]
    case 'group':
    case 'groups':
      return [...nodesOf(content), ...clientsOf(content), ...words]
    case 'client':
      return clientsOf(content)
    case 'region':
      return regionsOf(content)
    case 'regions':
      return path.includes('between') ? regionsOf(content) : [...nodesOf(content), ...clientsOf(content)]
    case 'label':
      return section === 'expectations' ? labelsOf(content) : []
    default:
      return path[1] === 'regions' && section === 'network' && path.length > 2 ? [...nodesOf(content), ...clientsOf(content)] : []
  }
}

function nodesOf(content: unknown): string[] {
  const { nodes, members } = fieldsOf(fieldsOf(content).cluster)
  if (Array.isArray(members)) return members.map((member) => String(fieldsOf(member).name))
  return named(nodes ?? NODES_DEFAULT, 'n')
}

function clientsOf(content: unknown): string[] {
  return named(fieldsOf(fieldsOf(content).workload).clients ?? 3, 'c')
}

function regionsOf(content: unknown): string[] {
  return Object.keys(fieldsOf(fieldsOf(fieldsOf(content).network).regions))
}

function labelsOf(content: unknown): string[] {
  const { timeline } = fieldsOf(content)
  return Array.isArray(timeline) ? timeline.flatMap((entry) => (fieldsOf(entry).label as string | undefined) ?? []) : []
}

function named(given: unknown, letter: string): string[] {
  if (Array.isArray(given)) return given.map(String)
  const count = typeof given === 'number' ? Math.min(given, LISTED_MAX) : 0
  return Array.from({ length: count }, (_, i) => `${letter}${i + 1}`)
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
