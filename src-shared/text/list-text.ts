/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Shorter runs are read as quickly name by name. */
const RUN_MIN = 4
const NUMBERED = /^(.*?)(\d+)$/

/** `n1–n7`, `n9`: names that are counted on from each other, four and more of them, as a range. */
export function withRanges(names: readonly string[]): string[] {
  const runs: string[][] = []
  for (const name of names) {
    const run = runs.at(-1)
    if (run !== undefined && isNext(run.at(-1)!, name)) run.push(name)
    else runs.push([name])
  }
  return runs.flatMap((run) => (run.length < RUN_MIN ? run : [`${run[0]!}–${run.at(-1)!}`]))
}

function isNext(name: string, next: string): boolean {
  const [, stem, number] = NUMBERED.exec(name) ?? []
  return stem !== undefined && next === `${stem}${Number(number) + 1}`
}

/** `n1–n7 and n9`: of nodes, however many. */
export function listOfNodes(names: readonly string[]): string {
  return listOf(withRanges(names))
}
