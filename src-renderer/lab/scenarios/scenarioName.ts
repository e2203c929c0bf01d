import { SCENARIO_NAME_MAX } from '../../../src-shared/scenario/naming'

/** A file's name made of a title: lower-case letters, digits and dashes. */
export function nameOf(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return trimmed(plain.replace(/[^a-z0-9]+/g, '-'), SCENARIO_NAME_MAX)
}

/** The name, or it with the first number behind it that nobody has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2, free = name; ; number++) {
    if (!taken.has(free)) return free
    const suffix = `-${number}`
    free = `${trimmed(name, SCENARIO_NAME_MAX - suffix.length)}${suffix}`
  }
}

function trimmed(name: string, max: number): string {
  return name.replace(/^-+/, '').slice(0, max).replace(/-+$/, '')
}
