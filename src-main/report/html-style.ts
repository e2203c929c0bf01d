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
.muted { color: var(--muted); }
.verdict { display: inline-block; padding: .1rem .6rem; border: 1.5px solid currentColor; border-radius: 1rem; font-weight: 600; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: 1rem 0; }
dt { color: var(--muted); } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
caption { text-align: left; color: var(--muted); padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 1rem; }
.card { background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; padding: .9rem 1rem; }
.card dl { margin: .5rem 0 0; gap: .1rem 1rem; font-size: 14px; }
figure { margin: 0 0 1.25rem; overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; border: 1px solid var(--rule); border-radius: 8px; }
.in-dark { display: none; }
@media screen and (prefers-color-scheme: dark) { .in-light { display: none; } .in-dark { display: block; } }
code, pre { font-family: 'JetBrains Mono', ui-monospace, Consolas, monospace; font-size: 13px; }
pre { margin: .35rem 0 0; white-space: pre-wrap; }
@media print {
  :root { --ground: #fff; --panel: #fff; --text: #000; --muted: #444; --rule: #bbb; --good: #000; --bad: #000; --open: #000; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2, h3, caption { break-after: avoid; } figure, .card, tr { break-inside: avoid; }
}
`
