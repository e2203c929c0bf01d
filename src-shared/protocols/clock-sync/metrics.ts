import { isWithin, metricsPerSpan } from '../../metrics/metric'
import { ClockCorrected, LeapSecond, NoMajority, TimeExchanged } from './facts'

export const clockSyncMetrics = metricsPerSpan({
  descriptions: [
    { name: 'clock.exchanges', title: 'Answers of time sources', unit: '' },
    { name: 'clock.steps', title: 'Times that a clock was stepped', unit: '' },
    { name: 'clock.slews', title: 'Times that a clock was slewed', unit: '' },
    { name: 'clock.set_back', title: 'Times that a clock was set back, leap seconds included', unit: '' },
    { name: 'clock.falsetickers', title: 'Corrections that left a source out as wrong', unit: '' },
    { name: 'clock.no_majority', title: 'Answers after which most sources did not agree', unit: '' }
  ],
  reads: [TimeExchanged, ClockCorrected, NoMajority, LeapSecond].map(({ name }) => name),
  create: () => ({
    'clock.exchanges': 0,
    'clock.steps': 0,
    'clock.slews': 0,
    'clock.set_back': 0,
    'clock.falsetickers': 0,
    'clock.no_majority': 0
  }),
  fold(counts, event, span) {
    if (!isWithin(event.t, span)) return
    if (TimeExchanged.is(event)) counts['clock.exchanges']++
    else if (NoMajority.is(event)) counts['clock.no_majority']++
    else if (LeapSecond.is(event)) {
      if (event.data.to_us < event.data.from_us) counts['clock.set_back']++
    } else if (ClockCorrected.is(event)) {
      const { how, from_us, to_us, falsetickers } = event.data
      if (how === 'step') counts['clock.steps']++
      if (how === 'slew') counts['clock.slews']++
      if (how !== 'set' && to_us < from_us) counts['clock.set_back']++
      if (falsetickers.length > 0) counts['clock.falsetickers']++
    }
  },
  figures: (counts) => counts
})
