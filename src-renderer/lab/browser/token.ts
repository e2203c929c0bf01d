/** The token that opens the lab's socket, from the page's address: `#token=…` or `?token=…`; null when there is none. */
export function tokenFromAddress(address: string): string | null {
  const url = new URL(address)
  return new URLSearchParams(url.hash.slice(1)).get('token') ?? url.searchParams.get('token')
}
