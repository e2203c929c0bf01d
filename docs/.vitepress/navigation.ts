/** The order in which the site's pages stand beside them. */
import { FORMAT_PAGES, PROTOCOL_PAGES } from './reference/pages'
import type { ReferencePage } from './reference/pages'

type Page = readonly [file: string, title: string]

const group = (text: string, folder: string, pages: readonly Page[]) => ({
  text,
  items: pages.map(([file, title]) => ({ text: title, link: `/${folder}/${file}` }))
})
const reference = (pages: readonly ReferencePage[]): Page[] => pages.map(({ name, title }) => [name, title])

export const NAVIGATION = [
  { text: 'Tutorial', link: '/tutorial/first-lesson' },
  { text: 'How-to', link: '/how-to/' },
  { text: 'Reference', link: '/reference/' },
  { text: 'Explanation', link: '/explanation/' }
]

/** By the folder of the page that is shown. */
export const SIDEBARS = {
  '/tutorial/': [
    group('Tutorial', 'tutorial', [
      ['first-lesson', 'Your first lesson'],
      ['first-scenario', 'Your first scenario'],
      ['first-sweep', 'Your first sweep'],
      ['pictures', 'The window in ten pictures']
    ])
  ],
  '/how-to/': [
    group('Begin', 'how-to', [
      ['', 'Overview'],
      ['install', 'Install and start'],
      ['workshop', 'Run a workshop'],
      ['room', 'Teach a room'],
      ['present', 'Present on a projector']
    ]),
    group('Write', 'how-to', [
      ['write-a-scenario', 'Write a scenario'],
      ['write-a-lesson', 'Write a lesson']
    ]),
    group('Look closer', 'how-to', [
      ['time-travel', 'Go back and fork'],
      ['judge-a-history', 'Judge a history'],
      ['sweep', 'Hunt for failures'],
      ['compare', 'Compare and explore'],
      ['export', 'Export a run'],
      ['links', 'Share a run by a link']
    ]),
    group('Hand on', 'how-to', [
      ['publish-the-tab', 'Publish the lab'],
      ['package', 'Make packages']
    ])
  ],
  '/reference/': [
    group('Files and commands', 'reference', [['', 'Overview'], ...reference(FORMAT_PAGES)]),
    group('Protocols', 'reference', reference(PROTOCOL_PAGES)),
    group('The window', 'reference', [
      ['canvas', 'The canvas'],
      ['reading-nodes', 'Reading a node'],
      ['charts', 'Charts'],
      ['glossary', 'The project’s own words']
    ])
  ],
  '/explanation/': [
    group('How clusters behave', 'explanation', [
      ['', 'Overview'],
      ['elections', 'Elections in Raft'],
      ['raft-membership', 'Members and leases'],
      ['partitions', 'What a partition does'],
      ['quorums', 'Quorums'],
      ['geo-replication', 'Geo-replication'],
      ['gossip', 'Gossip'],
      ['sharding', 'Sharding'],
      ['atomic-commit', 'Atomic commit'],
      ['replicated-commit', 'Replicated commit'],
      ['paxos', 'Paxos'],
      ['ben-or', 'Ben-Or and FLP'],
      ['multi-paxos', 'Multi-Paxos'],
      ['viewstamped-replication', 'Viewstamped Replication'],
      ['pbft', 'PBFT'],
      ['sagas', 'Sagas'],
      ['membership', 'Membership and failure detectors'],
      ['services', 'Services that call each other'],
      ['isolation', 'Isolation'],
      ['clock-synchronisation', 'Clock synchronisation'],
      ['logical-clocks', 'Logical clocks'],
      ['hybrid-clocks', 'Hybrid logical clocks'],
      ['truetime', 'TrueTime'],
      ['judging-isolation', 'Judging isolation']
    ]),
    group('How the lab is built', 'explanation', [
      ['engines', 'Two engines'],
      ['link-model', 'The link model'],
      ['architecture', 'Architecture']
    ])
  ]
}
