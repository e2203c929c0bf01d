/** The name, its middle left out where it is longer than `characters`: names of a run often differ at their ends alone. */
export function shortName(name: string, characters: number): string {
  if (name.length <= characters) return name
  const tail = Math.max(1, Math.floor((characters - 1) / 2))
  return `${name.slice(0, Math.max(1, characters - 1 - tail))}…${name.slice(-tail)}`
}
