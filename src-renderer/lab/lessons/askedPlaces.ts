import type { EndpointId, NodeId } from '../../../src-shared/ids'
import { NOTHING } from '../../../src-shared/lessons/prediction'
import type { Answer, Prediction } from '../../../src-shared/lessons/prediction'

type PlacePrediction = Extract<Prediction, { right: string }>

/** Links that can be answered: in the direction that the lesson knows, all others as they stand in the run's order. */
export function knownLinks(prediction: PlacePrediction, nodes: readonly NodeId[]): string[] {
  return nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => linkNamed(prediction, a, b)))
}

/** A link as the lesson names it: with either end first. */
export function linkNamed(prediction: Prediction, a: EndpointId, b: EndpointId): string {
  const known = namesIn(prediction)
  return known.includes(`${b}→${a}`) ? `${b}→${a}` : `${a}→${b}`
}

/** What can be answered by a click; nothing for a number, which is typed. */
export function answerOptions(
  prediction: Prediction,
  nodes: readonly NodeId[]
): { readonly text: string; readonly answer: Answer }[] {
  if (prediction.ask === 'choice') return prediction.choices.map(({ answer }, choice) => ({ text: answer, answer: { choice } }))
  if (prediction.ask === 'number') return []
  const places = prediction.ask === 'node' ? nodes : knownLinks(prediction, nodes)
  return [
    ...places.map((place) => ({ text: place, answer: { place } })),
    { text: prediction.ask === 'node' ? 'None of them' : 'No link', answer: { place: NOTHING } }
  ]
}

function namesIn(prediction: Prediction): string[] {
  if (prediction.ask !== 'node' && prediction.ask !== 'link') return []
  return [prediction.right, ...Object.keys(prediction.mistakes)].filter((name) => name !== NOTHING)
}
