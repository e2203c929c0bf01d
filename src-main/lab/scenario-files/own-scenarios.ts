/** Scenarios that somebody keeps for themselves: listed, saved, renamed, deleted; nothing here needs files. */
import type { ScenarioListing } from '../../../src-shared/lab-api'
import { withValue } from '../../../src-shared/scenario/edit-text'
import type { ScenarioParse } from '../../../src-shared/scenario/parse'
import { SCENARIO_NAME } from '../../../src-shared/scenario/naming'
import { LabError } from '../lab-error'
import { SCENARIO_CHARS_MAX } from '../../../src-shared/scenario/text-max'
import { listScenario, parseText } from './listing'

/** More are not listed, and none is saved beyond them. */
const KEPT_MAX = 200
/** So many can be had back; those deleted first go for good. */
const DELETED_MAX = 10

/** Where texts are kept by name. Whatever cannot be done rejects with {@link LabError}. */
export interface ScenarioStore {
  /** A folder that can be opened; null: there is none. */
  readonly folder: string | null
  /** Of all that are kept, in no order. */
  names(): Promise<readonly string[]>
  /** Those of {@link names} alone. */
  read(name: string): Promise<string>
  /** As a whole or not at all. */
  write(name: string, text: string): Promise<void>
  remove(name: string): Promise<void>
}

/** A scenario's text and what it says. */
export interface OwnScenario {
  readonly id: string
  /** What it is called in errors. */
  readonly path: string
  readonly text: string
  readonly parse: ScenarioParse
}

/** One's own scenarios. The store is looked into each time, since others may change it too. Methods reject with {@link LabError}. */
export class OwnScenarios {
  /** Texts that were deleted, until the lab ends, in the order in which they were. */
  private readonly deleted = new Map<string, string>()
  private readonly parsed = new Map<string, OwnScenario>()

  /** Shipped scenarios go first: no other can have the name of one. */
  constructor(
    private readonly store: ScenarioStore,
    private readonly shipped: ReadonlySet<string>
  ) {}

  get folder(): string | null {
    return this.store.folder
  }

  /** By name; one that cannot be run says why. */
  async list(): Promise<ScenarioListing[]> {
    const names = [...(await this.store.names())].sort().slice(0, KEPT_MAX)
    return Promise.all(names.map((name) => this.listOne(name)))
  }

  /** Those that can be had back, the one deleted last first. */
  listDeleted(): ScenarioListing[] {
    return [...this.deleted].map(([name, text]) => listScenario(this.parse(name, text))).reverse()
  }

  /** Null: there is none of that name. */
  async find(name: string): Promise<OwnScenario | null> {
    return (await this.store.names()).includes(name) ? this.parse(name, await this.store.read(name)) : null
  }

  /** Keeps a text; with a title, the text says its name and title too. `replace`: in place of the one of that name. */
  async save(
    name: string,
    text: string,
    { title, replace }: { readonly title?: string; readonly replace: boolean }
  ): Promise<void> {
    const names = await this.store.names()
    const is_new = !names.includes(name)
    if (is_new || !replace) this.requireFree(name, names)
    if (is_new && names.length >= KEPT_MAX)
      throw new LabError(`${KEPT_MAX} scenarios are kept, and more are not: delete one that is not needed any more`)
    await this.store.write(name, bounded(title === undefined ? text : called(text, name, title)))
  }

  /** Its text says the new name and title too, unless it cannot be read. */
  async rename(from: string, name: string, title: string): Promise<void> {
    const { text } = await this.require(from)
    if (name !== from)
      this.requireFree(
        name,
        (await this.store.names()).filter((other) => other !== from)
      )
    await this.store.write(name, bounded(called(text, name, title)))
    if (name !== from) await this.store.remove(from)
  }

  /** Until the lab ends it can be had back. */
  async delete(name: string): Promise<void> {
    const { text } = await this.require(name)
    await this.store.remove(name)
    this.deleted.delete(name)
    this.deleted.set(name, text)
    for (const oldest of [...this.deleted.keys()].slice(0, -DELETED_MAX)) this.deleted.delete(oldest)
  }

  /** Takes back that it was deleted. */
  async restore(name: string): Promise<void> {
    const text = this.deleted.get(name)
    if (text === undefined) throw new LabError(`the scenario ${name} cannot be had back: it is gone`)
    if ((await this.store.names()).includes(name))
      throw new LabError(`there is another scenario named ${name} by now: rename it first`)
    await this.store.write(name, text)
    this.deleted.delete(name)
  }

  private async require(name: string): Promise<OwnScenario> {
    const found = await this.find(name)
    if (!found) throw new LabError(`there is no scenario of your own named ${name}`)
    return found
  }

  private async listOne(name: string): Promise<ScenarioListing> {
    try {
      const listing = listScenario(this.parse(name, await this.store.read(name)))
      return { ...listing, error: this.nameError(name) ?? listing.error }
    } catch (error) {
      if (!(error instanceof LabError)) throw error
      const unread: OwnScenario = { id: name, path: fileOf(name), text: '', parse: { ok: false, errors: [] } }
      return { ...listScenario(unread), error: error.message }
    }
  }

  /** Why it cannot be run by its name; null: it can. */
  private nameError(name: string): string | null {
    if (!SCENARIO_NAME.test(name)) return `${fileOf(name)}: expected a name of lower-case letters, digits and -; rename it`
    return this.shipped.has(name) ? `${fileOf(name)}: a shipped scenario has this name and runs in its place; rename it` : null
  }

  /** `names`: of all others. Some systems take no notice of capital letters. */
  private requireFree(name: string, names: readonly string[]): void {
    if (!SCENARIO_NAME.test(name))
      throw new LabError('a scenario is named in lower-case letters, digits and -, at most 64 of them')
    if (this.shipped.has(name)) throw new LabError(`a shipped scenario is named ${name}: choose another name`)
    if (names.some((other) => other.toLowerCase() === name))
      throw new LabError(`you have a scenario named ${name} already: choose another name`)
  }

  /** Every list parses all of them: what has not changed is parsed once. */
  private parse(name: string, text: string): OwnScenario {
    const known = this.parsed.get(name)
    if (known?.text === text) return known
    const path = fileOf(name)
    const parsed = { id: name, path, text, parse: parseText(text, path) }
    this.parsed.set(name, parsed)
    return parsed
  }
}

function fileOf(name: string): string {
  return `${name}.yaml`
}

/** The text under this name and title. */
function called(text: string, name: string, title: string): string {
  return withValue(withValue(text, ['name'], name), ['title'], title)
}

function bounded(text: string): string {
  if (text.length > SCENARIO_CHARS_MAX)
    throw new LabError(`a scenario has at most ${SCENARIO_CHARS_MAX} characters; this one has more`)
  return text
}
