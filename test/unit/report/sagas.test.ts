import { expect, it } from 'vitest'
import { stuckSagasSection } from '../../../src-main/report/html-sagas'
import { foldRun } from '../../../src-shared/folds/run'
import { saga } from '../../../src-shared/protocols/saga'
import { SagaBegun, SagaHelped, SagaStuck } from '../../../src-shared/protocols/saga/facts'
import { StreamBuilder } from '../support/stream'

const NODES = ['desk', 'payment', 'seats', 'mail']

const rowsOf = (body: string): string[] =>
  [...body.matchAll(/<tr><th scope="row">[^]*?<\/tr>/g)].map(([row]) => row.replace(/<\/t[dh]>/g, '|').replace(/<[^>]*>/g, ''))

function sectionOf(tell: (run: StreamBuilder) => void) {
  const run = new StreamBuilder(NODES).start().bootAll()
  tell(run)
  return stuckSagasSection(foldRun(run.events(), saga))
}

it('stuck sagas are listed with what they wait for, those that still are first', () => {
  const section = sectionOf((run) => {
    for (const name of ['c1:1', 'c<2>:1']) run.at(1000, SagaBegun.of('desk', { saga: name, customer: 'k', seats: 1 }))
    run.at(1500, SagaStuck.of('desk', { saga: 'c1:1', waits_for: 'refund', reason: 'the account is closed' }))
    run.at(2000, SagaStuck.of('desk', { saga: 'c<2>:1', waits_for: 'mail', reason: 'the address is gone' }))
    run.at(2500, SagaHelped.of('desk', { saga: 'c1:1', step: 'charge', waits_for: 'refund', by: 'retry' }))
  })
  expect(rowsOf(section!.body)).toEqual([
    'c&#60;2&#62;:1|mail|the address is gone|desk|2.00 s|still stuck|',
    'c1:1|refund|the account is closed|desk|1.50 s|2.50 s|'
  ])
})

it('there is no list where no saga was stuck, or where there are none', () => {
  expect(sectionOf((run) => run.at(1000, SagaBegun.of('desk', { saga: 'c1:1', customer: 'k', seats: 1 })))).toBeNull()
  expect(sectionOf(() => undefined)).toBeNull()
})
