import {isAbsolute} from 'node:path';
import type {ItemReport, Report} from '../model/report.ts';
import {plainLines} from '../model/text/plain-text.ts';
import {itemFacts, placeOf} from './item-facts.ts';

/** An item as a result of SARIF, and what its texts must not be taken for. */

/** The rule of what no check judges. */
export const SIGN_OFF_RULE = 'sign-off';

export function ruleIdOf({check}: ItemReport): string {
  return check ?? SIGN_OFF_RULE;
}

/** What the item comes to; null for what passed or did not apply, as code scanning takes every result for an alert. */
export function resultOf(item: ItemReport, report: Report) {
  const {id, path, status, consequence, tags, flaky, staleWaiver, plan} = item;
  const kind = KINDS[status];
  if (kind === null) return null;
  // Section 3.27.10: what did not fail has no level.
  const level = kind !== 'fail' ? 'none' : consequence === 'note' ? 'note' : 'error';
  return {
    ...{ruleId: ruleIdOf(item), kind, level, message: {text: messageOf(item)}, locations: locationsOf(item, report)},
    partialFingerprints: {'item/v1': shown(id)},
    // On each, as a reader may take a list that is left out for not known.
    suppressions: suppressionsOf(item),
    properties: {
      ...{tags: [...new Set(tags.map(shown))], item: shown(id), title: shown(path.join(' / ')), status, consequence},
      ...{flaky, staleWaiver: staleWaiver === null ? null : shown(staleWaiver), plan},
      facts: itemFacts(item).map(([label, text]) => `${label}: ${shown(text)}`),
    },
  };
}

export type SarifResult = NonNullable<ReturnType<typeof resultOf>>;

/** `open` is what could not be determined, `review` what a person decides. */
const KINDS = {
  pass: null,
  fail: 'fail',
  error: 'open',
  blocked: 'open',
  pending: 'review',
  'not-due': null,
  skip: null,
} as const satisfies Record<ItemReport['status'], string | null>;

function messageOf({id, summary, fix}: ItemReport): string {
  return messageText(`${id}: ${summary}${fix === null ? '' : `\nTo do: ${fix}`}`);
}

function suppressionsOf({status, waiver}: ItemReport) {
  if (waiver === null || status !== 'fail') return [];
  const {reason, approver, expires} = waiver;
  const justification = shown(`${reason} (waived by ${approver} until ${expires})`);
  return [{kind: 'external', status: 'accepted', justification}];
}

/** Where it is in the checklist, by line where there is a file, and by name. */
export function locationsOf(item: ItemReport, report: Report) {
  const logicalLocations = [{name: shown(item.id), fullyQualifiedName: shown([...item.path, item.id].join('/'))}];
  const place = placeOf(item, report);
  if (place === null) return [{logicalLocations}];
  const {file, line, column} = place;
  const region = {startLine: line, startColumn: column};
  return [{physicalLocation: {artifactLocation: {uri: uriOf(file)}, region}, logicalLocations}];
}

function uriOf(file: string): string {
  const path = file.toWellFormed().replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return isAbsolute(file) ? `file://${path}` : path;
}

/** Section 3.11: braces are for arguments, and `](` makes a link of what is in brackets. */
export function messageText(text: string): string {
  return shown(text).replace(/[{}]/g, '$&$&').replaceAll('](', '\\](');
}

/** Untrusted text, line by line, with nothing in it that cannot be seen. */
export function shown(text: string): string {
  return plainLines(text.toWellFormed());
}
