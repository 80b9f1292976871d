import type {Checklist, Item, Rollback, SignOff, Waiver} from '../model/checklist.ts';

/**
 * What people wrote, as it may be shown: all that is only read by people comes without secrets from here on. Ids, and names
 * that something is looked up by, stay as they are.
 */

type Show = (written: string) => string;

export function shownChecklist(checklist: Checklist, show: Show): Checklist {
  const {title, items, rollback} = checklist;
  return {
    ...checklist,
    title: show(title),
    items: items.map((item) => shownItem(item, show)),
    rollback: rollback && shownRollback(rollback, personIn(checklist.people, show), show),
  };
}

function shownRollback({decider, steps}: Rollback, person: Show, show: Show): Rollback {
  return {
    decider: decider && person(decider),
    steps: steps.map(({do: what, by, takes, command}) => ({
      do: show(what),
      by: by && person(by),
      takes,
      command: command && show(command),
    })),
  };
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

export function shownWaiver(waiver: Waiver, person: Show, show: Show): Waiver {
  const {reason, approver, ticket} = waiver;
  return {...waiver, reason: show(reason), approver: person(approver), ticket: ticket && show(ticket)};
}

export function shownSignOff(signOff: SignOff, person: Show, show: Show): SignOff {
  const {by, at, evidence, comment} = signOff;
  return {
    ...signOff,
    by: person(by),
    at: Number.isNaN(Date.parse(at)) ? show(at) : at,
    evidence: evidence && show(evidence),
    comment: comment && show(comment),
  };
}

/** The name of a person or a group whom the checklist knows is no secret, however it is spelled. */
export function personIn(people: Checklist['people'], show: Show): Show {
  const known = new Set([...Object.keys(people), ...Object.values(people).flat()]);
  return (name) => (known.has(name) ? name : show(name));
}
