// The script of the report: filters of the matrix, and details that open when something inside them
// is linked to or printed. The page reads without it.
#pragma once

#include <string_view>

namespace quiesce {

inline constexpr std::string_view kReportScript = R"js(
'use strict';
const form = document.getElementById('filters');
const prefix = '#filter:';
function rows() { return [...document.querySelectorAll('#matrix-table tr[data-name]')]; }
function apply() {
  const kind = form.elements.kind.value;
  const name = form.elements.name.value.toLowerCase();
  const violated = form.elements.violated.checked;
  let shown = 0;
  for (const row of rows()) {
    row.hidden = (kind !== '' && row.dataset.kind !== kind) ||
        !row.dataset.name.toLowerCase().includes(name) || (violated && row.dataset.violated !== '1');
    shown += row.hidden ? 0 : 1;
  }
  for (const group of document.querySelectorAll('#matrix-table tr[data-group]')) {
    group.hidden = !rows().some(r => !r.hidden && r.dataset.kind === group.dataset.group);
  }
  document.getElementById('shown').value = shown + ' of ' + rows().length + ' shown';
}
function remember() {
  apply();
  const wanted = new URLSearchParams([...new FormData(form)].filter(e => e[1] !== '')).toString();
  history.replaceState(null, '', wanted === '' ? '#matrix' : prefix + wanted);
}
function follow() {
  if (form && location.hash.startsWith(prefix)) {
    const wanted = new URLSearchParams(location.hash.slice(prefix.length));
    form.elements.kind.value = wanted.get('kind') || '';
    form.elements.name.value = wanted.get('name') || '';
    form.elements.violated.checked = wanted.get('violated') === '1';
    apply();
    document.getElementById('matrix').scrollIntoView();
    return;
  }
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let e = target; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
  target.scrollIntoView();
}
if (form) {
  form.hidden = false;
  form.addEventListener('input', remember);
  form.addEventListener('submit', e => e.preventDefault());
  apply();
}
addEventListener('hashchange', follow);
addEventListener('beforeprint', () => {
  for (const d of document.querySelectorAll('details')) d.open = true;
});
follow();
)js";

}  // namespace quiesce
