/** `n1–n3 n5`: of the names of a list those chosen, three and more that stand side by side as a range. */
export function nameRanges(all: readonly string[], chosen: readonly string[]): string {
  const runs: string[][] = []
  let before = -2
  for (const [place, name] of all.entries()) {
    if (!chosen.includes(name)) continue
    if (place === before + 1) runs.at(-1)!.push(name)
    else runs.push([name])
    before = place
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(' '))).join(' ')
}
