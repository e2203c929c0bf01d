import { REFERENCE_PAGES } from '../.vitepress/reference/pages'

/** Pages made from schemas and descriptions: whatever the sources say now. */
export default {
  paths: () => REFERENCE_PAGES.map(({ name, markdown }) => ({ params: { page: name }, content: markdown() }))
}
