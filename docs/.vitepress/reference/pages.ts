/** All reference pages that are made from schemas and descriptions. */
import { definitions } from '../../../src-shared/protocols/registry'
import { scenarioCataloguePage, wordPage } from './catalogue-pages'
import { checkPage, modelPage } from './check-pages'
import { cliPage } from './cli-page'
import { eventPage, labApiPage, recordingPage } from './event-pages'
import { lessonPage } from './lesson-page'
import { metricPage } from './metric-page'
import { protocolPage } from './protocol-page'
import { expectationPage, faultPage, linkPage, scenarioPage } from './scenario-pages'

export interface ReferencePage {
  /** Its file's name, without `.md`. */
  readonly name: string
  /** As the sidebar calls it. */
  readonly title: string
  /** The whole page. */
  readonly markdown: () => string
}

const page = (name: string, title: string, markdown: () => string): ReferencePage => ({ name, title, markdown })

export const FORMAT_PAGES: readonly ReferencePage[] = [
  page('cli', 'Command line', cliPage),
  page('scenario', 'Scenario format', scenarioPage),
  page('faults', 'Faults', faultPage),
  page('links', 'Links', linkPage),
  page('expectations', 'Expectations', expectationPage),
  page('checks', 'Checks and invariants', checkPage),
  page('consistency-models', 'Consistency models', modelPage),
  page('metrics', 'Metrics', metricPage),
  page('lesson', 'Lesson format', lessonPage),
  page('recording', 'Recordings and exports', recordingPage),
  page('events', 'Events', eventPage),
  page('lab-api', 'The lab’s interface', labApiPage),
  page('scenarios', 'Shipped scenarios', scenarioCataloguePage),
  page('words', 'Words of the window', wordPage)
]

export const PROTOCOL_PAGES: readonly ReferencePage[] = definitions.map((definition) =>
  page(definition.description.name, definition.description.title, () => protocolPage(definition))
)

export const REFERENCE_PAGES: readonly ReferencePage[] = [...FORMAT_PAGES, ...PROTOCOL_PAGES]
