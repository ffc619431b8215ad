// The style sheet of the report. Colours follow the reader's light or dark setting, and are light
// on paper; what is wide scrolls inside its own box, so the page itself never does sideways.
#pragma once

#include <string_view>

namespace quiesce {

inline constexpr std::string_view kReportStyle = R"css(
:root { color-scheme: light dark; --ink: #1b1f24; --page: #ffffff; --soft: #59636e; --line: #d1d9e0;
  --good: #116329; --bad: #a40e26; --open: #7d4e00; --link: #0550ae; --box: #f6f8fa;
  --worst: #ffc1ba; --worse: #ffe2b8; --heat1: #ddf4ff; --heat2: #b6e3ff; --heat3: #80ccff;
  --heat4: #218bff; --heat5: #033d8b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --page: #0d1117; --soft: #9198a1; --line: #3d444d; --good: #56d364;
    --bad: #ff7b72; --open: #e3b341; --link: #79c0ff; --box: #161b22; --worst: #8e1519;
    --worse: #693e00; --heat1: #0c2d6b; --heat2: #0d419d; --heat3: #1158c7; --heat4: #388bfd;
    --heat5: #a5d6ff; } }
* { box-sizing: border-box; }
html { font-size: clamp(16px, 10px + .55vw, 20px); scroll-padding-top: .5rem; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; color: var(--ink); background: var(--page);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 2px solid var(--link); }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1rem 0 .25rem; }
h5 { font-size: .85rem; margin: .75rem 0 .25rem; }
p { margin: .25rem 0; }
nav ul, .tiles, .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap;
  gap: .25rem 1rem; margin: .5rem 0; }
.tiles { gap: .5rem; }
.tiles li { border: 1px solid var(--line); border-radius: .25rem; padding: .25rem .6rem; }
.soft { color: var(--soft); }
.good, .mark { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.open { color: var(--open); font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .75rem .3rem 0; text-align: left;
  vertical-align: top; min-width: 3.5rem; overflow-wrap: normal; }
th { color: var(--soft); font-weight: 600; }
td:not(.number) > code { overflow-wrap: anywhere; display: inline-block; min-width: min(11rem, 50vw); }
td ul { margin: 0; padding-left: 1rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { display: block; height: 3px; margin-left: auto; background: var(--link); }
code, pre { font-family: ui-monospace, monospace; font-size: .85em; }
pre { border: 1px solid var(--line); background: var(--box); padding: .5rem .75rem;
  margin: .25rem 0; overflow-x: auto; }
dl { margin: .25rem 0; }
dt { color: var(--soft); font-weight: 600; font-size: .85rem; }
dd { margin: 0 0 .4rem; }
.facts { display: grid; grid-template-columns: minmax(4rem, max-content) minmax(0, 1fr);
  gap: .1rem .75rem; }
summary { cursor: pointer; padding: .25rem 0; color: var(--link); }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0;
  font-size: .9rem; }
form[hidden], tr[hidden] { display: none; }
input, select { font: inherit; }
output { color: var(--soft); }
.matrix { width: auto; border-collapse: separate; border-spacing: 0; }
.matrix th, .matrix td { padding: .1rem .3rem; min-width: 2.1rem; text-align: center; }
.matrix tbody th, .matrix thead th:first-child { text-align: left; position: sticky; left: 0;
  background: var(--page); z-index: 1; padding-right: .6rem; white-space: nowrap; }
.matrix .group th { padding-top: .6rem; color: var(--ink); }
.matrix .turned span { writing-mode: vertical-rl; transform: rotate(180deg); }
.matrix td a, .key { color: inherit; font-weight: 600; }
.worst { background: var(--worst); color: var(--ink); }
.worse { background: var(--worse); color: var(--ink); }
.held, .none { color: var(--soft); }
.unknown { color: var(--open); }
.key { display: inline-block; min-width: 1.6rem; text-align: center; border: 1px solid var(--line); }
.legend { font-size: .85rem; }
.first:target, article:target { outline: 2px solid var(--open); outline-offset: 2px; }
.first { margin: .75rem 0; }
.steps { margin: 0; font-size: .9rem; }
svg text { fill: var(--ink); font: 12px ui-monospace, monospace; }
svg .rule { font-size: 11px; }
svg .never { fill: var(--open); }
svg .outcome, svg .lane-name, svg .count { text-anchor: middle; }
svg .count { font-size: 10px; }
svg .outcome, svg .lane-name { font-weight: 600; }
.heat0 { fill: none; stroke: var(--open); }
.heat1 { fill: var(--heat1); } .heat2 { fill: var(--heat2); } .heat3 { fill: var(--heat3); }
.heat4 { fill: var(--heat4); } .heat5 { fill: var(--heat5); }
svg .on4, svg .on5 { fill: var(--page); }
.lane { stroke: var(--line); stroke-width: 2; }
.call-line { stroke: var(--line); }
svg .call { font-weight: 600; fill: var(--soft); }
.act { stroke: var(--link); fill: var(--link); }
.broken { stroke: var(--bad); fill: var(--bad); }
svg text.what { stroke: none; }
svg text.broken { fill: var(--bad); font-weight: 600; }
@media print {
  :root { color-scheme: light; --ink: #000; --page: #fff; --soft: #444; --line: #bbb; --good: #116329;
    --bad: #a40e26; --open: #7d4e00; --link: #000; --box: #fff; --worst: #ffc1ba; --worse: #ffe2b8;
    --heat1: #ddf4ff; --heat2: #b6e3ff; --heat3: #80ccff; --heat4: #218bff; --heat5: #033d8b; }
  html { font-size: 11px; }
  body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, form { display: none; }
  .wide { overflow: visible; }
  svg { max-width: 100%; height: auto; }
  tr, article > dl, .first { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; } }
)css";

}  // namespace quiesce
