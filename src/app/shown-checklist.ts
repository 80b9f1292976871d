import type {Checklist, Item, SignOff, Waiver} from '../model/checklist.ts';

/** What people wrote, as it may be shown. Ids, and names that something is looked up by, stay as they are. */

type Show = (outside: string) => string;

export function shownChecklist(checklist: Checklist, show: Show): Checklist {
  const {title, items} = checklist;
  return {...checklist, title: show(title), items: items.map((item) => shownItem(item, show))};
}

function shownItem(item: Item, show: Show): Item {
  const {title, path, manual, skipReason} = item;
  return {
    ...item,
    title: show(title),
    path: path.map(show),
    manual: manual && {...manual, ask: show(manual.ask)},
    skipReason: skipReason && show(skipReason),
  };
}

export function shownWaivers(waivers: readonly Waiver[], checklist: Checklist, show: Show): Waiver[] {
  const person = personIn(checklist, show);
  return waivers.map((waiver) => ({
    ...waiver,
    reason: show(waiver.reason),
    approver: person(waiver.approver),
    ticket: waiver.ticket && show(waiver.ticket),
  }));
}

export function shownSignOffs(signOffs: readonly SignOff[], checklist: Checklist, show: Show): SignOff[] {
  const person = personIn(checklist, show);
  return signOffs.map((signOff) => ({
    ...signOff,
    by: person(signOff.by),
    at: Number.isNaN(Date.parse(signOff.at)) ? show(signOff.at) : signOff.at,
    evidence: signOff.evidence && show(signOff.evidence),
    comment: signOff.comment && show(signOff.comment),
  }));
}

/** The name of a person whom the checklist knows is no secret, however it is spelled. */
function personIn({people}: Checklist, show: Show): Show {
  const known = new Set(Object.values(people).flat());
  return (name) => (known.has(name) ? name : show(name));
}
