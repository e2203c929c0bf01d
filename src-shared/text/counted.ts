/** `1 group`, `1,024 shards`: nouns whose plural ends in s. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : `${noun}s`}`
}
