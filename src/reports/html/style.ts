import {pictureStyle} from '../svg-style.ts';

const LIGHT = `
--page: #ffffff; --panel: #f6f8fa; --text: #1f2328; --dim: #59636e; --rule: #d1d9e0; --link: #0969da;
--good: #1a7f37; --bad: #cf222e; --open: #8a5a00; --good-panel: #eefbf1; --bad-panel: #fff1f0; --open-panel: #fff8e5;`;

const DARK = `
--page: #0d1117; --panel: #151b23; --text: #f0f6fc; --dim: #9198a1; --rule: #3d444d; --link: #58a6ff;
--good: #3fb950; --bad: #ff6a61; --open: #d9a032; --good-panel: #0f2417; --bad-panel: #2c1517; --open-panel: #2a2110;`;

const MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** The page's own style, as text. */
export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
*, ::before, ::after { box-sizing: border-box; }
#filters[hidden] { display: none; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, 'Segoe UI', 'Liberation Sans', sans-serif; overflow-wrap: anywhere; }
main { max-width: 62rem; margin: 0 auto; padding: 1.25rem 1.25rem 4rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0.2rem 0; font-weight: 500; }
h1 .word { display: block; font-size: 2rem; line-height: 1.15; font-weight: 700; text-transform: uppercase; letter-spacing: 0.02em; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 0.6rem; }
h3 { font-size: 1rem; margin: 1rem 0 0.3rem; }
p { margin: 0.35rem 0; }
ul, ol { margin: 0.35rem 0; padding-left: 1.4rem; }
code, pre { font: 0.85em/1.5 ${MONO}; }
pre { margin: 0.3rem 0; padding: 0.5rem 0.7rem; background: var(--panel); border-radius: 6px; white-space: pre-wrap; }
section { margin-top: 2rem; }
summary { cursor: pointer; }
.good { --tone: var(--good); --tone-panel: var(--good-panel); }
.open { --tone: var(--open); --tone-panel: var(--open-panel); }
.bad { --tone: var(--bad); --tone-panel: var(--bad-panel); }
.verdict { border-left: 6px solid var(--tone); background: var(--tone-panel); border-radius: 0 8px 8px 0; padding: 0.8rem 1.1rem; }
.verdict .word { color: var(--tone); }
.banner { margin: 0 0 0.4rem; color: var(--open); }
.where, .from { color: var(--dim); font-size: 0.9rem; }
.why { margin-top: 1.2rem; }
.causes { list-style: none; padding: 0; margin: 0.4rem 0; }
.causes > li { border: 1px solid var(--rule); border-left: 4px solid var(--open); border-radius: 0 6px 6px 0; padding: 0.45rem 0.8rem; margin: 0.5rem 0; }
.causes > .fail { border-left-color: var(--bad); }
.causes p { margin: 0.1rem 0; }
.next { font-weight: 600; }
.reach, .more { color: var(--dim); font-size: 0.9rem; }
.mark { font-weight: 600; white-space: nowrap; color: var(--dim); }
.mark i { font-style: normal; display: inline-block; width: 1em; text-align: center; }
.mark.pass, b.pass { color: var(--good); } .mark.fail, b.fail { color: var(--bad); } .mark:is(.error, .pending, .excused), b.error { color: var(--open); }
.counts { color: var(--dim); font-size: 0.9rem; }
.count { white-space: nowrap; } .count + .count::before { content: ' · '; }
.count.fail { color: var(--bad); } .count:is(.error, .pending) { color: var(--open); }
#filters { display: flex; flex-wrap: wrap; gap: 0.6rem 1rem; align-items: center; padding: 0.7rem 0.9rem; background: var(--panel); border-radius: 8px; margin-bottom: 0.8rem; font-size: 0.9rem; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; width: 100%; min-width: 0; }
legend { float: left; padding: 0; margin-right: 0.9rem; font-weight: 600; }
#filters label { max-width: 100%; }
#filters :is(select, [type=search], button) { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--dim); border-radius: 5px; padding: 0.2rem 0.5rem; max-width: 100%; min-height: 1.9rem; }
#filters button { cursor: pointer; }
#shown { color: var(--dim); }
.conclusion { color: var(--tone); font-weight: 600; }
.way { list-style: none; padding: 0; margin: 0.6rem 0 1.2rem; }
.hop { position: relative; padding: 0 0 0.9rem 1.7rem; }
.hop::before { content: ''; position: absolute; left: 0; top: 0.25rem; width: 1rem; height: 1rem; border: 3px solid var(--tone); border-radius: 50%; background: var(--page); }
.hop.bad::before { background: var(--tone); border-radius: 3px; }
.hop:not(:last-child)::after { content: ''; position: absolute; left: calc(0.5rem - 1px); top: 1.35rem; bottom: -0.15rem; border-left: 2px solid var(--dim); }
.hop.cut:not(:last-child)::after { border-left: 2px dashed var(--bad); }
.hop .mark { color: var(--tone); }
.hop .chosen { font-weight: 600; } .hop li.broken { color: var(--bad); } .hop li.unknown { color: var(--open); }
.group > summary { font-weight: 600; padding: 0.5rem 0 0.3rem; }
.group .group { margin-left: 0.9rem; }
.group > summary .counts { font-weight: 400; margin-left: 0.4rem; }
.item { border-top: 1px solid var(--rule); content-visibility: auto; contain-intrinsic-size: auto 3.6rem; }
.item > summary { display: grid; grid-template-columns: 11rem 1fr auto; gap: 0 0.7rem; padding: 0.4rem 0.3rem; list-style: none; }
.item > summary::-webkit-details-marker { display: none; }
.item > summary:hover { background: var(--panel); }
.item > summary .mark { white-space: normal; grid-row: span 2; }
.item > summary code { color: var(--dim); }
.item > summary .found { grid-column: 2 / -1; color: var(--dim); font-size: 0.9rem; }
.item:is(.fail, .error) > summary .found { color: var(--text); }
.item[open] > summary { background: var(--panel); }
.body { padding: 0.4rem 0.3rem 1rem; scroll-margin-top: 6rem; }
.ask { font-size: 1.02rem; }
.facts { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: 0.3rem 1rem; margin: 0; font-size: 0.93rem; }
.facts > dt { color: var(--dim); }
dd { margin: 0; }
.facts ul, .facts ol { margin: 0; padding-left: 1.1rem; }
.evidence dl { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: 0 0.8rem; margin: 0.1rem 0 0.1rem 0; }
.evidence dt { color: var(--dim); }
.evidence .from { display: block; font-size: 0.85rem; }
.evidence li { margin-bottom: 0.35rem; }
.axis { width: 100%; max-width: 40rem; display: block; margin: 0.3rem 0; }
.axis + .from { display: block; }
.axis line { stroke: var(--rule); stroke-width: 2; }
.axis rect { fill: var(--dim); stroke: currentColor; stroke-width: 1; } .axis .pass { fill: var(--good); color: var(--good); } .axis .fail { fill: var(--bad); color: var(--bad); } .axis .error { fill: var(--open); color: var(--open); }
.people { list-style: none; padding: 0; }
.people > li { border-top: 1px solid var(--rule); padding: 0.4rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.8rem 0.3rem 0; border-top: 1px solid var(--rule); font-weight: 400; }
thead th { color: var(--dim); border: 0; }
.lines :is(th, td):not(:last-child) { width: 1%; white-space: nowrap; }
.picture svg { display: block; max-width: 100%; height: auto; }
.picture.narrow { display: none; }
${pictureStyle('.picture')}
@media (max-width: 52rem) {
  .picture.wide { display: none; }
  .picture.narrow { display: block; }
}
@media (max-width: 40rem) {
  main { padding: 0 0.8rem 3rem; }
  .verdict { margin: 0 -0.8rem; border-radius: 0; }
  h1 { font-size: 1.1rem; }
  h1 .word { font-size: 1.6rem; }
  .item > summary { grid-template-columns: 1fr; padding: 0.5rem 0; }
  .item > summary .found { grid-column: 1; }
  .item > summary .mark { grid-row: auto; }
  .group .group { margin-left: 0.4rem; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts > dt { margin-top: 0.4rem; }
}
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  #filters { display: none; }
  .item { content-visibility: visible; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  .causes > li, .item > summary, tr { break-inside: avoid; }
  h2, .group > summary { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
