/** The look of the page: for a screen of any width, and for A4 in black and white. */
export const style = `
:root { --ink: #17202b; --soft: #4a5665; --line: #c3cbd5; --pale: #f3f6f9; --accent: #123f6d; --bad: #9f1239; --bad-pale: #fdf1f3; --warn: #7a4100; --warn-pale: #fdf6ea; --good: #14532d; --good-pale: #eff8f1; color-scheme: light; }
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; color: var(--ink); background: #fff; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 66rem; padding: 0 1.25rem 4rem; overflow-wrap: break-word; }
header { border-top: 6px solid var(--accent); padding: 1.5rem 0 0; }
header p.kind { margin: 0; color: var(--soft); letter-spacing: .06em; text-transform: uppercase; font-size: .8rem; font-weight: 600; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .2rem 0 1rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 3rem 0 .75rem; padding-top: .9rem; border-top: 1px solid var(--line); break-after: avoid; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; break-after: avoid; }
p { margin: .5rem 0; max-width: 48rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; }
dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.25rem; margin: 0; font-size: .92rem; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
nav ol { columns: 2; margin: .5rem 0 0; padding-left: 1.4rem; font-size: .92rem; }
.verdict-box { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 .5rem; padding: 0; list-style: none; }
.verdict-box li { flex: 1 1 10rem; border: 1px solid var(--line); border-left-width: 6px; border-radius: 4px; padding: .6rem .9rem; }
.verdict-box b { display: block; font-size: 1.7rem; line-height: 1.2; }
.verdict-box .breaks { border-left-color: var(--bad); background: var(--bad-pale); }
.verdict-box .weakens { border-left-color: var(--warn); background: var(--warn-pale); }
.verdict-box .none { border-left-color: var(--good); background: var(--good-pale); }
.none-found { border: 1px solid var(--good); border-left-width: 6px; border-radius: 4px; background: var(--good-pale); padding: .6rem .9rem; }
.scroll { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; line-height: 1.42; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--ink); font-size: .82rem; white-space: nowrap; }
tbody th { font-weight: 600; }
.wide { min-width: 44rem; }
tr { break-inside: avoid; }
.badge { display: inline-block; border: 1.5px solid currentColor; border-radius: 3px; padding: 0 .4rem; font-size: .78rem; font-weight: 700; white-space: nowrap; }
.badge.breaks, .badge.unsafe, .badge.denied { color: #fff; background: var(--bad); border-color: var(--bad); }
.badge.weakens, .badge.ignored { color: var(--warn); background: var(--warn-pale); }
.badge.note, .badge.control { color: var(--soft); }
.badge.sealed, .badge.injected, .badge.unchanged, .badge.fits { color: var(--good); background: var(--good-pale); }
.badge.inside { color: var(--accent); border-style: dashed; }
.switch { border: 1px solid var(--line); border-left: 6px solid var(--soft); border-radius: 4px; padding: .7rem 1rem .8rem; margin: .8rem 0; break-inside: avoid; }
.switch.breaks { border-left-color: var(--bad); }
.switch.weakens { border-left-color: var(--warn); }
.switch h3 { margin: 0 0 .4rem; display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: baseline; }
.switch .id { font-variant-numeric: tabular-nums; color: var(--soft); }
.picture { margin: .5rem 0; }
.picture .scroll { border: 1px solid var(--line); border-radius: 4px; }
.picture svg { display: block; width: 100%; min-width: 44rem; height: auto; max-width: 60rem; margin: 0 auto; padding: .5rem; }
figcaption { color: var(--soft); font-size: .88rem; margin-top: .4rem; }
svg text { font-size: 13.5px; fill: var(--ink); text-anchor: middle; font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
svg .name { font-weight: 700; font-size: 14px; }
svg .fact { font-size: 12.5px; }
svg .zone { stroke-width: 2; fill: #fff; stroke: var(--good); }
svg .zone.outside { stroke: var(--bad); stroke-dasharray: 10 6; fill: #f7f7f8; }
svg .zone.doubtful { stroke: var(--bad); stroke-width: 3; stroke-dasharray: 4 4; fill: #fff; }
svg .zone.tee { stroke: var(--good); stroke-width: 4; fill: #fff; }
svg .zone-title { text-anchor: start; font-size: 14.5px; font-weight: 700; }
svg .zone-title .verdict { font-weight: 400; }
svg .box { fill: #fff; stroke: var(--ink); stroke-width: 1.2; }
svg .absent { stroke-dasharray: 3 3; }
svg .flow path { fill: none; stroke: var(--ink); stroke-width: 2.4; }
svg .flow.inside path { stroke-dasharray: 7 4; stroke: var(--accent); }
svg .flow.control path { stroke-dasharray: 2 4; stroke: var(--soft); }
svg .flow.unsafe path { stroke: var(--bad); stroke-width: 5; stroke-dasharray: 12 4 2 4; }
svg .flow circle { fill: #fff; stroke: var(--ink); stroke-width: 1.6; }
svg .flow.unsafe circle { fill: var(--bad); stroke: var(--bad); }
svg .flow .number { font-size: 13px; font-weight: 700; }
svg .flow.unsafe .number { fill: #fff; }
svg .flow .key { text-anchor: start; font-size: 13px; }
svg .label { font-size: 12.5px; font-style: italic; }
svg .label.start { text-anchor: start; }
svg .label.end { text-anchor: end; }
svg .flow.unsafe .label { font-weight: 700; fill: var(--bad); }
svg .head { fill: var(--ink); }
details { border: 1px solid var(--line); border-radius: 4px; margin: .6rem 0; }
summary { cursor: pointer; padding: .45rem .8rem; background: var(--pale); font-weight: 600; font-size: .92rem; }
pre { margin: 0; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; tab-size: 2; }
pre.framed, .difference { border: 1px solid var(--line); border-radius: 4px; margin: .6rem 0; }
.difference pre { padding: 0; }
.difference details { border-width: 1px 0; border-radius: 0; margin: 0; }
.difference summary { font-weight: 400; color: var(--soft); padding: .1rem .9rem; font-size: .84rem; }
.difference del, .difference ins, .difference span { display: block; padding: 0 .9rem; text-decoration: none; }
.difference del { background: var(--bad-pale); color: var(--bad); }
.difference ins { background: var(--good-pale); color: var(--good); }
.difference span { color: var(--soft); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .8rem; color: var(--soft); font-size: .85rem; }
@media (max-width: 40rem) { body { padding: 0 .9rem 3rem; } nav ol { columns: 1; } h1 { font-size: 1.5rem; } dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; } dl.facts dd { margin-bottom: .4rem; }
  .wide, .picture svg { min-width: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  caption, tbody, tr, th, td { display: block; }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  tbody th, td { border: 0; padding: .1rem 0; }
  td::before { content: attr(data-head) ": "; color: var(--soft); font-size: .82rem; } }
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
@media print {
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { margin-top: 1.6rem; }
  .page-start { break-before: page; }
  .scroll { overflow: visible; }
  .wide, .picture svg { min-width: 0; }
  .picture svg { max-height: 225mm; }
  .picture { break-inside: avoid; }
  pre { font-size: 7.5pt; }
  summary { list-style: none; break-after: avoid; }
  summary::-webkit-details-marker { display: none; }
  details::details-content { display: block; content-visibility: visible; height: auto; }
  .badge, .verdict-box li, .switch, .difference del, .difference ins { background: #fff !important; color: #000 !important; border-color: #000; }
  .badge.breaks, .badge.unsafe, .badge.denied { border-width: 3px; }
  svg .flow.unsafe circle { fill: #fff; stroke: #000; stroke-width: 3; }
  svg .flow.unsafe .number { fill: #000; }
  a { color: inherit; text-decoration: none; }
}
`;
