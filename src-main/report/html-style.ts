import { THEMES } from '../../src-shared/charts/palette'
import type { ChartTheme } from '../../src-shared/charts/palette'
import { strengthMark } from '../../src-shared/charts/strength-mark'
import { STRENGTHS } from '../../src-shared/exploration'
import type { Strength } from '../../src-shared/exploration'

/** Fills of cells that say how strong a consistency held. */
function cellRules(theme: ChartTheme): string {
  const rules = (Object.keys(STRENGTHS) as Strength[]).map((strength) => {
    const { fill, text } = strengthMark(theme, strength)
    return `.cell.${strength} { background: ${fill}; color: ${text}; }`
  })
  return rules.join(' ')
}

/** Style of the report: light, dark, and on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --panel: #f6f7f9; --text: #1b1f26; --muted: #596270; --rule: #d9dee4; --good: #1a6b3c; --bad: #a32817; --open: #8a5a00; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171c; --panel: #1c2127; --text: #e9ecf1; --muted: #a3adba; --rule: #333b45; --good: #6ad39a; --bad: #ff9b89; --open: #f5c06b; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 1040px; background: var(--ground); color: var(--text);
  font: 15px/1.5 Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 20px; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
h3 { font-size: 16px; margin: 0 0 .25rem; }
p { margin: 0 0 .75rem; max-width: 46rem; }
h3 { display: inline-block; }
a { color: inherit; text-underline-offset: .2em; } a:has(> .verdict) { text-decoration: none; }
a:hover .verdict { text-decoration: underline; } :focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
nav { margin-top: 1.25rem; padding: .6rem 1rem; background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; font-size: 14px; }
nav ol { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; margin: 0; padding: 0; list-style: none; }
.muted { color: var(--muted); }
.verdict { display: inline-block; padding: .1rem .6rem; border: 1.5px solid currentColor; border-radius: 1rem; font-weight: 600; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: 1rem 0; }
dt { color: var(--muted); } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
caption { text-align: left; color: var(--muted); padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; } th[scope=row] { font-weight: 500; } .wide { overflow-x: auto; font-size: 13px; }
.wide .verdict { padding: 0; border: 0; white-space: normal; } .wide th[scope=row] { min-width: 11rem; } td.number, th.number { text-align: right; white-space: nowrap; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 1rem; }
.card { background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; padding: .9rem 1rem; }
details.card { margin: 0 0 .5rem; padding: .5rem 1rem; } details.card[open] { padding-bottom: 1rem; }
summary { cursor: pointer; } details.card > summary h3 { margin-right: .5rem; } details.card > :nth-child(2) { margin-top: .75rem; }
.card dl { margin: .5rem 0 0; gap: .1rem 1rem; font-size: 14px; }
figure { margin: 0 0 1.25rem; overflow-x: auto; }
figure svg { display: block; width: 100%; height: auto; border: 1px solid var(--rule); border-radius: 8px; }
figcaption { color: var(--muted); font-size: 14px; } .side-by-side { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
.in-dark { display: none; }
@media screen and (prefers-color-scheme: dark) { .in-light { display: none; } .in-dark { display: block; } }
/* A heat map of words. */
.cell { padding: .1rem .5rem; border-radius: 4px; font-weight: 600; print-color-adjust: exact; }
.heat table { border-collapse: separate; border-spacing: 3px; table-layout: fixed; min-width: 50rem; height: 1px; }
.heat th, .heat td { padding: 0; border: 0; vertical-align: middle; } .heat td { height: 3.25rem; } .heat tr > :first-child { width: 11rem; }
.heat td > a { display: block; height: 100%; text-decoration: none; }
.heat .cell { display: flex; flex-direction: column; justify-content: center; height: 100%; padding: .3rem .5rem; line-height: 1.15; }
.heat .cell > b { font-size: 18px; line-height: 1; } .heat a:hover .cell { text-decoration: underline; }
.legend { margin: 0 0 1rem; padding: 0; list-style: none; } .legend li { margin: .25rem 0; }
${cellRules(THEMES.light)}
@media screen and (prefers-color-scheme: dark) { ${cellRules(THEMES.dark)} }
code, pre { font-family: 'JetBrains Mono', ui-monospace, Consolas, monospace; font-size: 13px; }
pre { margin: .35rem 0 0; white-space: pre-wrap; }
@media print {
  :root { --ground: #fff; --panel: #fff; --text: #000; --muted: #444; --rule: #bbb; --good: #000; --bad: #000; --open: #000; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2, h3, caption { break-after: avoid; } figure, .card, tr { break-inside: avoid; } details[open] { break-inside: auto; }
  nav { display: none; } a { text-decoration: none; } .wide { overflow: visible; font-size: 9pt; }
}
`
