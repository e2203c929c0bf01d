/** Whether a node with this role orders what goes into the log: protocols call it leader, or primary. */
export function leads(role: string): boolean {
  return role === 'leader' || role === 'primary'
}
