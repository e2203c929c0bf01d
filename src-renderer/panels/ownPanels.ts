import type { ProtocolDefinition } from '../../src-shared/protocols/definition'

/** Names of the components that the protocol has for the run as a whole. */
export function ownPanelNames(definition: ProtocolDefinition | null): string[] {
  return (definition?.panels.run ?? []).flatMap((panel) => (panel.kind === 'own' ? panel.name : []))
}
