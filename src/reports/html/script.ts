/**
 * The page's own script, as text: it goes into the page as it is. It shows the filters and does what they say; and it
 * opens what a link leads to, where filters or folds hide it.
 */
export const SCRIPT = `
'use strict';
const by = (id) => document.getElementById(id);
// In a large report, what is below a fold is text of markup until it is opened. The report's texts are escaped in it.
const make = (late) => {
  late.outerHTML = late.textContent;
};
const makeIn = (fold) => {
  const late = fold.querySelector(':scope > noscript, :scope > .body > noscript');
  if (late) make(late);
};
document.addEventListener('toggle', ({target}) => target.open && makeIn(target), true);
addEventListener('beforeprint', () => document.querySelectorAll('noscript').forEach(make));
const CHARACTERS = {amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'"};
const textOf = (item) => {
  const late = item.querySelector('noscript');
  if (!late) return item.textContent;
  const text = late.textContent.replace(/<[^>]*>/g, '').replace(/&([a-z]+|#39);/g, (_, name) => CHARACTERS[name]);
  return item.firstElementChild.textContent + text;
};
const filters = by('filters');
if (filters) {
  const items = [...document.querySelectorAll('#tree .item')];
  const groups = [...document.querySelectorAll('#tree .group')].reverse();
  const closedGroups = groups.filter((group) => !group.open);
  const boxes = [...filters.querySelectorAll('[name=status]')];
  const [stage, tag, text] = ['stage', 'tag', 'text'].map(by);
  let texts = null;
  const holds = (list, select) => !select || select.value === '' || list.split(' ').includes(select.value);
  const apply = () => {
    const statuses = boxes.filter((box) => box.checked).map((box) => box.value);
    const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    if (words.length > 0) texts ??= items.map((item) => textOf(item).toLowerCase());
    let shown = 0;
    items.forEach((item, index) => {
      const {status, stages, tags} = item.dataset;
      const fits =
        (statuses.length === 0 || statuses.includes(status)) &&
        holds(stages, stage) &&
        holds(tags, tag) &&
        words.every((word) => texts[index].includes(word));
      item.hidden = !fits;
      if (fits) shown += 1;
    });
    const isAsked = statuses.length + words.length > 0 || Boolean(stage?.value || tag?.value);
    for (const group of groups) group.hidden = !group.querySelector(':scope > :is(.item, .group):not([hidden])');
    for (const group of closedGroups) group.open = isAsked && !group.hidden;
    by('shown').textContent = \`\${shown} of \${items.length} items\`;
  };
  const reset = () => {
    for (const box of boxes) box.checked = false;
    for (const field of [stage, tag, text]) if (field) field.value = '';
    apply();
  };
  const setOpen = (isOpen) => {
    for (const fold of [...items, ...closedGroups]) if (!fold.hidden) fold.open = isOpen;
  };
  const reveal = () => {
    const target = by(location.hash.slice(1));
    const item = target?.closest('.item');
    if (!item) return;
    if (item.hidden) reset();
    for (let fold = item; fold; fold = fold.parentElement.closest('details')) fold.open = true;
    makeIn(item);
    item.scrollIntoView();
    item.firstElementChild.focus({preventScroll: true});
  };
  filters.addEventListener('input', apply);
  by('reset').addEventListener('click', reset);
  by('unfold').addEventListener('click', () => setOpen(true));
  by('fold').addEventListener('click', () => setOpen(false));
  addEventListener('hashchange', reveal);
  filters.hidden = false;
  apply();
  reveal();
}
`;
