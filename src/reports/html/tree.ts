import {ROLLBACK_STAGE} from '../../model/checklist.ts';
import type {ItemReport, Report} from '../../model/report.ts';
import {isLarge, itemPart} from './item.ts';
import {html, type Markup} from './markup.ts';
import {countsOf, STATUS_ORDER, STATUS_WORDS} from './status.ts';

interface Group {
  readonly title: string;
  /** In the order of the file. */
  readonly members: (Group | ItemReport)[];
  /** By title. */
  readonly groups: Map<string, Group>;
  /** With those of its groups. */
  readonly all: ItemReport[];
}

/** The plan's tree with its filters: without a script it is all there, and folds. */
export function treeSection(report: Report): Markup {
  const {items} = report;
  if (items.length === 0)
    return html`<section aria-labelledby="items"><h2 id="items">Items</h2><p>There are none.</p></section>`;
  const stages = [...report.checklist.stages, ROLLBACK_STAGE].filter((name) =>
    items.some((item) => item.stages.includes(name)),
  );
  const tags = [...new Set(items.flatMap((item) => item.tags))].sort();
  const numbersIn = (list: readonly string[]) => {
    const numbers = new Map(list.map((name, index) => [name, index]));
    return (names: readonly string[]) => names.flatMap((name) => numbers.get(name) ?? []);
  };
  const [stagesOf, tagsOf] = [numbersIn(stages), numbersIn(tags)];
  const large = isLarge(report);
  const draw = (item: ItemReport) => itemPart(item, {stages: stagesOf(item.stages), tags: tagsOf(item.tags)}, report);
  return html`<section aria-labelledby="items">
<h2 id="items">Items</h2>
${filters(items, stages, tags)}
<div id="tree">
${membersOf(large ? inGroups(treeOf(items)) : treeOf(items), large, draw)}</div>
</section>`;
}

function treeOf(items: readonly ItemReport[]): Group {
  const root = emptyGroup('');
  for (const item of items) {
    let group = root;
    for (const title of item.path.slice(0, -1)) {
      group = groupIn(group, title);
      group.all.push(item);
    }
    group.members.push(item);
  }
  return root;
}

function emptyGroup(title: string): Group {
  return {title, members: [], groups: new Map(), all: []};
}

function groupIn({members, groups}: Group, title: string): Group {
  const known = groups.get(title);
  if (known !== undefined) return known;
  const made = emptyGroup(title);
  groups.set(title, made);
  members.push(made);
  return made;
}

/** The same with a last group of the items that are in none. */
function inGroups(root: Group): Group {
  const [groups, loose]: [Group[], ItemReport[]] = [[], []];
  for (const member of root.members) {
    if ('members' in member) groups.push(member);
    else loose.push(member);
  }
  if (loose.length > 0) groups.push({...emptyGroup('In no group'), members: loose, all: loose});
  return {...root, members: groups};
}

function membersOf({members}: Group, large: boolean, draw: (item: ItemReport) => Markup): Markup {
  return html`${members.map((member) => ('members' in member ? groupPart(member, large, draw) : draw(member)))}`;
}

function groupPart(group: Group, large: boolean, draw: (item: ItemReport) => Markup): Markup {
  return html`<details class="group"${large ? null : html` open`}><summary><span class="name" dir="auto">${group.title}</span> ${countsOf(group.all)}</summary>
${membersOf(group, large, draw)}</details>\n`;
}

/** Shown by the script, without which they would do nothing. */
function filters(items: readonly ItemReport[], stages: readonly string[], tags: readonly string[]): Markup {
  const statuses = STATUS_ORDER.filter((status) => items.some((item) => item.status === status));
  return html`<search id="filters" aria-label="Filter the items" hidden>
<fieldset><legend>Status</legend>${statuses.map(
    (status) =>
      html`<label><input type="checkbox" name="status" value="${status}"> ${STATUS_WORDS[status].word}</label>`,
  )}</fieldset>
${choice('stage', 'Stage', 'any stage', stages)}${choice('tag', 'Tag', 'any tag', tags)}<label>Text <input type="search" id="text" autocomplete="off" spellcheck="false"></label>
<button type="button" id="reset">Show all</button>
<button type="button" id="unfold">Open those shown</button>
<button type="button" id="fold">Close them</button>
<output id="shown">${items.length} of ${items.length} items</output>
</search>`;
}

function choice(id: string, label: string, any: string, names: readonly string[]): Markup | null {
  if (names.length === 0) return null;
  const options = names.map((name, index) => html`<option value="${index}">${name}</option>`);
  return html`<label>${label} <select id="${id}"><option value="">${any}</option>${options}</select></label>\n`;
}
