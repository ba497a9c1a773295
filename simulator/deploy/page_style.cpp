#include "simulator/deploy/page_style.h"

namespace simulator::deploy::page {

std::string_view style() {
  return R"css(
:root {
  color-scheme: light dark;
  --page: #fbfaf7; --surface: #ffffff; --side: #f4f2ed; --text: #1f2328; --muted: #676d75; --line: #e3dfd7;
  --accent: #0f6e84; --accent-soft: #e2f0f3; --ok: #2b7a4b; --ok-soft: #e5f3ea; --warn: #8a5c00;
  --warn-soft: #fbf1d9; --bad: #b3372f; --bad-soft: #fbe7e5; --code: #f5f3ee;
  --keyword: #8a3fa0; --string: #2b7a4b; --number: #9a5b00; --comment: #6d737b;
  --v0: #7a5aa6; --v0-soft: #efe9f7; --v1: #0f6e84; --v1-soft: #e2f0f3;
  --v2: #3f5ba9; --v2-soft: #e7ecf8; --v3: #8d4a1f; --v3-soft: #f8ebe1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16181b; --surface: #1d2024; --side: #131518; --text: #e6e4df; --muted: #9ba1a8; --line: #2d3136;
    --accent: #5fb7c9; --accent-soft: #17323a; --ok: #6cc08b; --ok-soft: #16301f; --warn: #e0b25a;
    --warn-soft: #352a12; --bad: #ef7a70; --bad-soft: #3a1c1a; --code: #14161a;
    --keyword: #c792ea; --string: #8fd3a5; --number: #e0b25a; --comment: #8b929a;
    --v0: #b79ce0; --v0-soft: #2a2338; --v1: #5fb7c9; --v1-soft: #17323a;
    --v2: #93abec; --v2-soft: #1e2740; --v3: #e0a177; --v3-soft: #38261a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/25px Inter, system-ui, sans-serif; }
main { max-width: 1136px; margin: 0 auto; padding: 40px 32px 64px; }
h1 { font-size: 30px; line-height: 38px; margin: 4px 0 12px; letter-spacing: -0.01em; }
h2 { font-size: 22px; line-height: 30px; margin: 48px 0 12px; }
h3 { font-size: 15px; line-height: 22px; margin: 28px 0 6px; } .card h3 { margin: 0 0 4px; }
p { margin: 0 0 12px; }
main > header p, .prose { max-width: 72ch; }
a { color: var(--accent); }
code, pre, .matrix code { font: 14px/22px "JetBrains Mono", ui-monospace, monospace; }
p code, li code, dd code { font-size: 0.875em; background: var(--code); border-radius: 4px; padding: 1px 4px; }
.kicker, .muted { color: var(--muted); }
.kicker, .muted, th, dt, .foot { font-size: 13.5px; line-height: 20px; }
.verdict { display: flex; gap: 12px; align-items: flex-start; padding: 14px 18px; border-radius: 9px; margin: 20px 0; }
.verdict.good { background: var(--ok-soft); color: var(--ok); }
.verdict.bad { background: var(--bad-soft); color: var(--bad); }
.verdict .why { color: var(--text); margin: 4px 0 0; }
.order { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 8px; counter-reset: step; }
.order li { background: var(--surface); border: 1px solid var(--line); border-radius: 9px; padding: 7px 14px; }
.order li::before { counter-increment: step; content: counter(step) "\00a0\00a0"; color: var(--muted); }
.order li.bad { border-color: var(--bad); }
.mark { display: inline-block; width: 12px; height: 12px; margin-right: 7px; vertical-align: -1px; background: currentColor; flex: none; }
.verdict .mark { width: 16px; height: 16px; margin: 5px 0 0; }
.mark.good { color: var(--ok); clip-path: polygon(5% 52%, 19% 38%, 38% 57%, 81% 12%, 95% 26%, 38% 85%); }
.mark.bad { color: var(--bad); clip-path: polygon(20% 6%, 50% 36%, 80% 6%, 94% 20%, 64% 50%, 94% 80%, 80% 94%, 50% 64%, 20% 94%, 6% 80%, 36% 50%, 6% 20%); }
.mark.half { color: var(--warn); clip-path: polygon(50% 4%, 96% 92%, 4% 92%); }
.timeline { display: flex; overflow-x: auto; border: 1px solid var(--line); border-radius: 9px; background: var(--surface); padding: 8px 16px; }
.timeline svg { flex: none; display: block; }
.labels { position: sticky; left: -16px; background: var(--surface); z-index: 1; }
svg text { font: 13px "JetBrains Mono", ui-monospace, monospace; fill: var(--text); }
.labels text { font: 13.5px Inter, system-ui, sans-serif; }
.hair { stroke: var(--line); }
.bar.step rect { fill: var(--side); stroke: var(--line); } .bar.step text { fill: var(--muted); }
.bar.bad rect { fill: var(--bad-soft); } .bar.bad text { fill: var(--bad); }
.bar.plain rect, .bar.down rect { fill: var(--line); } .bar.down text { fill: var(--muted); }
.bar.changed rect { fill: var(--warn-soft); } .bar.changed text { fill: var(--warn); }
.bar.v0 rect { fill: var(--v0-soft); stroke: var(--v0); stroke-opacity: .35; } .bar.v0 text { fill: var(--v0); }
.bar.v1 rect { fill: var(--v1-soft); stroke: var(--v1); stroke-opacity: .35; } .bar.v1 text { fill: var(--v1); }
.bar.v2 rect { fill: var(--v2-soft); stroke: var(--v2); stroke-opacity: .35; } .bar.v2 text { fill: var(--v2); }
.bar.v3 rect { fill: var(--v3-soft); stroke: var(--v3); stroke-opacity: .35; } .bar.v3 text { fill: var(--v3); }
.bar.aside rect { fill: var(--surface); stroke-opacity: 1; stroke-dasharray: 3 3; }
.served { fill: var(--muted); opacity: .45; } .failed { fill: var(--bad); }
.cross rect { fill: var(--surface); } .cross path { stroke: var(--bad); stroke-width: 2.2; fill: none; }
.cursor { stroke: var(--accent); stroke-width: 2; visibility: hidden; } .js .cursor { visibility: visible; }
.column { fill: transparent; cursor: pointer; } .js .column { height: 100%; }
#controls { display: none; gap: 8px; align-items: center; margin: 12px 0; } .js #controls { display: flex; }
#play { min-width: 72px; } #controls input { flex: 1; accent-color: var(--accent); min-width: 120px; }
button { font: inherit; font-size: 14px; color: var(--text); background: var(--surface); border: 1px solid var(--line); border-radius: 7px; padding: 5px 12px; cursor: pointer; }
button[hidden] { display: none; } button:hover { border-color: var(--accent); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#now { display: none; } .js #now { display: block; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 9px; padding: 16px 20px; margin: 0 0 14px; }
.sql { background: var(--code); border-radius: 7px; padding: 10px 14px; margin: 8px 0; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24em; }
.k { color: var(--keyword); } .s { color: var(--string); } .n { color: var(--number); } .c { color: var(--comment); } .v { color: var(--accent); }
.says { color: var(--bad); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; } dt { color: var(--muted); padding-top: 2px; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 21px; }
th { text-align: left; color: var(--muted); font-weight: 500; } th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.num:first-child, th.num:first-child { text-align: left; width: 3em; }
tr:target td, tr.now td { background: var(--accent-soft); } .js .moments tbody tr { cursor: pointer; }
tr.bad td:first-child { color: var(--bad); font-weight: 600; }
.matrix tbody th { color: var(--text); white-space: nowrap; } .wide { overflow-x: auto; margin: 0 0 16px; }
.graph { display: block; margin: 8px 0 20px; } .graph .box rect { fill: var(--surface); stroke: var(--accent); } .graph text { text-anchor: middle; } .arrow { stroke: var(--muted); fill: none; stroke-width: 1.5; } marker path { fill: var(--muted); }
.story, .plan { padding-left: 24px; } .story { font: 14px/22px "JetBrains Mono", ui-monospace, monospace; }
.foot { color: var(--muted); border-top: 1px solid var(--line); margin-top: 56px; padding-top: 14px; }
@media print { #controls, #now, .cursor { display: none !important; } main { max-width: none; } .card { break-inside: avoid; } }
@media (max-width: 640px) { main { padding: 24px 16px 48px; } dl { grid-template-columns: 1fr; } #controls { flex-wrap: wrap; } }
)css";
}

std::string_view script() {
  return R"js(
(() => {
  const moments = JSON.parse(document.getElementById('data').textContent);
  if (moments.length === 0) return;
  const by = (id) => document.getElementById(id);
  const plot = by('plot'), cursor = by('cursor'), slider = by('slider'), play = by('play');
  const width = Number(plot.dataset.tick);
  let at = 0, timer = 0;
  const tag = (name, text, kind) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const show = (t) => {
    at = Math.max(0, Math.min(moments.length - 1, t));
    const now = moments[at];
    slider.value = at;
    slider.setAttribute('aria-valuetext', 't = ' + now.t + ': ' + now.what);
    const x = at * width + width / 2;
    cursor.setAttribute('x1', x);
    cursor.setAttribute('x2', x);
    const box = plot.parentElement;
    if (x + 160 < box.scrollLeft + 160 || x + 160 > box.scrollLeft + box.clientWidth) box.scrollLeft = x - box.clientWidth / 2;
    const card = by('now');
    card.replaceChildren(tag('h3', 't = ' + now.t + ' \u00b7 ' + now.what));
    const parts = [now.step, now.schema && 'schema ' + now.schema, ...now.flags].filter(Boolean);
    card.append(tag('p', parts.join(' \u00b7 '), 'muted'));
    for (const said of now.says) card.append(tag('p', said, 'says'));
    const table = tag('table'), body = tag('tbody');
    for (const request of [...now.requests].sort((a, b) => a.ok - b.ok)) {
      const row = tag('tr');
      const came = tag('td', undefined, request.ok ? '' : 'says');
      came.append(tag('span', undefined, request.ok ? 'mark good' : 'mark bad'), request.came);
      row.append(tag('td', request.node), tag('td', request.version), tag('td', request.query), came,
                 tag('td', request.count > 1 ? request.count + ' times' : '', 'muted'));
      body.append(row);
    }
    table.append(body);
    card.append(table);
    for (const row of document.querySelectorAll('tr.now')) row.classList.remove('now');
    const row = by('t' + now.t);
    if (row) row.classList.add('now');
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = 'Play';
  };
  const next = (from, step) => {
    for (let t = from + step; t >= 0 && t < moments.length; t += step) if (moments[t].bad) return t;
    return from;
  };
  play.addEventListener('click', () => {
    if (timer) return stop();
    if (at === moments.length - 1) show(0);
    play.textContent = 'Pause';
    timer = setInterval(() => (at === moments.length - 1 ? stop() : show(at + 1)), 600);
  });
  slider.addEventListener('input', () => (stop(), show(Number(slider.value))));
  by('back').addEventListener('click', () => (stop(), show(at - 1)));
  by('forward').addEventListener('click', () => (stop(), show(at + 1)));
  by('next-failure').addEventListener('click', () => (stop(), show(next(at, 1))));
  for (const column of document.querySelectorAll('a[data-t]'))
    column.addEventListener('click', (event) => (event.preventDefault(), stop(), show(Number(column.dataset.t))));
  for (const link of document.querySelectorAll('.card a[href^="#t"]'))
    link.addEventListener('click', () => (stop(), show(Number(link.getAttribute('href').slice(2)))));
  by('moments').addEventListener('click', (event) => {
    const row = event.target.closest('tbody tr');
    if (row && !event.target.closest('a')) stop(), show(Number(row.id.slice(1)));
  });
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest('button, a, input')) return;
    const go = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!go) return;
    event.preventDefault();
    stop();
    show(at + go);
  });
  by('next-failure').hidden = !moments.some((moment) => moment.bad);
  document.documentElement.classList.add('js');
  const asked = /^#t(\d+)$/.exec(location.hash);
  show(asked ? Number(asked[1]) : next(-1, 1) < 0 ? 0 : next(-1, 1));
})();
)js";
}

}  // namespace simulator::deploy::page
