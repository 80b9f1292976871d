import type {z} from 'zod';
import type {Checklist} from '../model/checklist.ts';
import {quote} from './phrases.ts';
import type {rootSchema} from './schema/root.ts';
import {childOf, type Node} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';

type Written = z.output<typeof rootSchema>['people'];

/** Who belongs to which group, and whose each email address is. */
export function peopleOf(written: Written): Pick<Checklist, 'people' | 'emails'> {
  const groups = Object.entries(written ?? {});
  const idOf = (person: (typeof groups)[number][1][number]) => (typeof person === 'string' ? person : person.id);
  return {
    people: Object.fromEntries(groups.map(([group, members]) => [group, members.map(idOf)])),
    emails: groups.flatMap(([, members]) => members.filter((person) => typeof person !== 'string')),
  };
}

/** One address cannot be that of two people. */
export function checkEmails(written: Written, node: Node | undefined, log: ProblemLog): void {
  const owners = new Map<string, string>();
  for (const [group, members] of Object.entries(written ?? {})) {
    members.forEach((person, index) => {
      if (typeof person === 'string') return;
      const address = person.email.toLowerCase();
      const owner = owners.get(address) ?? person.id;
      owners.set(address, owner);
      if (owner === person.id) return;
      const at = childOf(childOf(childOf(node, group), index), 'email');
      log.error(at?.start ?? node?.start ?? 0, `${quote(person.email)} is the email of ${quote(owner)} already`);
    });
  }
}
