import { describe, expect, test } from 'vitest'
import type { Importance } from '../../../src-shared/panels/story'
import { Captions } from '../../../src-renderer/lab/text/captions'
import { Narrator } from '../../../src-renderer/lab/text/narrator'

function room() {
  const narrator = new Narrator('term')
  const captions = new Captions()
  captions.follow(narrator, 0, false)
  const say = (text: string, importance: Importance = 'event', topic?: string) => {
    narrator.sentences_total++
    const number = narrator.sentences_total
    narrator.sentences.push({ text, importance, topic, number, t: number, level: 'info', is_notice: false })
  }
  const at = (now_ms: number, still = false) => {
    captions.follow(narrator, now_ms, still)
    return captions.shown.map(({ text }) => text)
  }
  return { narrator, captions, say, at }
}

describe('captions', () => {
  test('come one at a time, a second and a half apart, the newest last', () => {
    const { say, at } = room()
    say('a')
    say('b')
    at(0)
    expect(at(400)).toEqual(['a'])
    expect(at(1899)).toEqual(['a'])
    expect(at(1900)).toEqual(['a', 'b'])
  })

  test('show the most important of what waits, and skip what came before it', () => {
    const { say, at } = room()
    say('cut')
    say('no quorum', 'effect')
    say('no leader', 'effect')
    say('a detail', 'detail')
    expect(at(0)).toEqual(['no quorum'])
    expect(at(1500)).toEqual(['no quorum', 'no leader'])
    expect(at(3000)).toEqual(['no quorum', 'no leader'])
  })

  test('wait for the effect of what happened, which says more', () => {
    const { say, at } = room()
    say('cut')
    expect(at(0)).toEqual([])
    say('no quorum', 'effect')
    expect(at(250)).toEqual(['no quorum'])
    expect(at(1750)).toEqual(['no quorum'])
  })

  test('let the effect take the place of what happened where that is on show already', () => {
    const { say, at } = room()
    say('cut')
    at(0)
    expect(at(400)).toEqual(['cut'])
    say('cut: no quorum', 'effect')
    expect(at(1900)).toEqual(['cut: no quorum'])
  })

  test('tell only the last word on a topic that nobody has read yet', () => {
    const { say, at } = room()
    say('no quorum', 'effect')
    say('no leader', 'effect', 'leader')
    at(0)
    say('n3 was elected', 'effect', 'leader')
    expect(at(1500)).toEqual(['no quorum', 'n3 was elected'])
    expect(at(3000)).toEqual(['no quorum', 'n3 was elected'])
  })

  test('let go of what had no turn for five seconds', () => {
    const { say, at } = room()
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) say(text, 'effect')
    for (let now_ms = 0; now_ms <= 9000; now_ms += 250) at(now_ms)
    expect(at(9250)).toEqual(['b', 'c', 'd'])
  })

  test('of a moment of the past are those that led to it, at once', () => {
    const { say, at } = room()
    for (const text of ['a', 'b', 'c', 'd']) say(text)
    expect(at(0, true)).toEqual(['b', 'c', 'd'])
  })

  test('of a moment of the past leave out what happened where its effect, which says more, followed at once', () => {
    const { say, at } = room()
    say('cut')
    say('no quorum', 'effect')
    say('n3 is back')
    expect(at(0, true)).toEqual(['no quorum', 'n3 is back'])
  })

  test('begin anew with another run', () => {
    const { captions, say, at } = room()
    say('a', 'alarm')
    at(0)
    captions.follow(new Narrator('term'), 100, false)
    expect(captions.shown).toEqual([])
  })
})
