import { declareStory, stories } from '../../panels/story'
import { inDoubt } from '../transactions/story'

const separation = declareStory({
  create: () => ({}),
  tell: () => [],
  divided: () => 'a transaction over both sides cannot commit'
})

export const story = stories(inDoubt, separation)
