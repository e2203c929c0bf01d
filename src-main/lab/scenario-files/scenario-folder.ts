import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { SCENARIO_CHARS_MAX } from '../../../src-shared/scenario/text-max'
import { LabError } from '../lab-error'
import { diskReason } from '../recording/disk-errors'
import type { ScenarioStore } from './own-scenarios'

const EXTENSION = '.yaml'
/** A character takes up to three bytes. */
const BYTES_MAX = 3 * SCENARIO_CHARS_MAX

/** One's own scenarios as files of a folder, which comes to be when the first is saved. */
export class ScenarioFolder implements ScenarioStore {
  constructor(readonly folder: string) {}

  async names(): Promise<readonly string[]> {
    const entries = await readdir(this.folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw new LabError(`${this.folder} cannot be read (${error.message})`)
    })
    return entries.filter((entry) => entry.isFile() && isScenarioName(entry.name)).map(({ name }) => basename(name, EXTENSION))
  }

  async read(name: string): Promise<string> {
    const path = this.pathOf(name)
    try {
      if ((await stat(path)).size > BYTES_MAX) throw new LabError(`${path}: longer than ${SCENARIO_CHARS_MAX} characters`)
      return await readFile(path, 'utf8')
    } catch (error) {
      throw error instanceof LabError ? error : new LabError(`${path}: cannot be read (${(error as Error).message})`)
    }
  }

  /** Beside its place first, so that it is never half written. */
  async write(name: string, text: string): Promise<void> {
    const path = this.pathOf(name)
    const beside = join(this.folder, `.${name}${EXTENSION}.new`)
    try {
      await mkdir(this.folder, { recursive: true })
      await writeFile(beside, text)
      await rename(beside, path)
    } catch (error) {
      await rm(beside, { force: true }).catch(() => {})
      throw new LabError(`${path} cannot be written: ${diskReason(error)}`)
    }
  }

  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name)).catch((error: unknown) => {
      throw new LabError(`${this.pathOf(name)} cannot be deleted: ${diskReason(error)}`)
    })
  }

  private pathOf(name: string): string {
    return join(this.folder, `${name}${EXTENSION}`)
  }
}

/** What begins with a dot is being written, or hidden on purpose. */
function isScenarioName(name: string): boolean {
  return name.endsWith(EXTENSION) && !name.startsWith('.')
}
