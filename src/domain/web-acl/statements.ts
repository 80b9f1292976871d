import type {IpSet, RegexPatternSet, WafRuleGroup, WebAclStatement} from '../../model/facts/aws-facts.ts';
import {contains, type IpRange, parseAddress, parseCidr} from '../network/cidr.ts';
import type {Labels} from './labels.ts';
import {findsPattern, findsText} from './text-match.ts';
import {transformed} from './transformations.ts';
import {allOf, anyOf, not, type Truth} from './truth.ts';
import {textsOf, type WebRequest} from './web-request.ts';

/** What a statement refers to, by ARN; what has not been asked for is missing. */
export interface Referred {
  readonly ipSets: ReadonlyMap<string, IpSet>;
  readonly regexPatternSets: ReadonlyMap<string, RegexPatternSet>;
  readonly ruleGroups: ReadonlyMap<string, WafRuleGroup>;
}

/** Something that a statement refers to and that could be asked for. */
export interface Need {
  readonly kind: keyof Referred;
  readonly arn: string;
}

/** Why it is not known whether a statement holds, a clause; and what could be asked for to know. */
export interface Doubt {
  readonly what: string;
  readonly need: Need | null;
  /** It depends on what nobody can see from here: a secret of a vendor, the requests of the last minutes. */
  readonly isBeyond: boolean;
}

/** Whether a request is one that a statement is about. */
export interface StatementFinding {
  readonly holds: Truth;
  /** Empty where it is known. */
  readonly doubts: readonly Doubt[];
}

/** What a statement is compared with. */
export interface Compared {
  readonly request: WebRequest;
  readonly referred: Referred;
  readonly labels: Labels;
  /** Of the web ACL or rule group that the statement is in. */
  readonly namespace: string | null;
}

/**
 * Source: the AWS WAF developer guide, "Rule statements". A part that a request does not have matches nothing.
 */
export function findingOf(statement: WebAclStatement, compared: Compared): StatementFinding {
  const {request, referred, labels, namespace} = compared;
  switch (statement.type) {
    case 'byte-match': {
      const {text, position} = statement;
      if (text === null) return doubtful(`what it looks for in ${statement.part} may be a secret and is not kept`);
      return ofTexts(statement, request, (found) => findsText(found, text, position));
    }
    case 'regex': {
      const {pattern} = statement;
      if (pattern === null) return doubtful(`what it looks for in ${statement.part} may be a secret and is not kept`);
      return ofTexts(statement, request, (found) => findsPattern(found, pattern));
    }
    case 'regex-set': {
      const set = referred.regexPatternSets.get(statement.arn);
      if (set === undefined) return unread('regexPatternSets', statement.arn);
      return ofTexts(statement, request, (found) => anyOf(set.patterns.map((one) => findsPattern(found, one))));
    }
    case 'size':
      return ofSize(statement, request);
    case 'ip-set': {
      const set = referred.ipSets.get(statement.arn);
      if (statement.header !== null) return doubtful(`it takes the address from the header ${statement.header}`);
      if (request.seen.source === null) return doubtful('it asks for the source: state `request.sourceIp`');
      return set === undefined ? unread('ipSets', statement.arn) : known(isAmong(request.seen.source, set));
    }
    case 'geo':
      if (statement.header !== null) return doubtful(`it takes the address from the header ${statement.header}`);
      if (request.country === null) return doubtful('it asks for the country: state `request.country`');
      return known(statement.countries.includes(request.country));
    case 'attack': {
      const found = textsOf(statement.part, request);
      if ('texts' in found && found.texts.length === 0) return known(false);
      return doubtful(`what ${statement.name} takes ${statement.part} for is not known`);
    }
    case 'label': {
      const holds = labels.has(statement, namespace);
      return holds === null ? doubtful(`whether the label ${statement.key} is set is not known`) : known(holds);
    }
    case 'and':
    case 'or': {
      const all = statement.statements.map((one) => findingOf(one, compared));
      const holds = (statement.type === 'and' ? allOf : anyOf)(all.map((one) => one.holds));
      return holds === null ? {holds, doubts: all.flatMap(({doubts}) => doubts)} : known(holds);
    }
    case 'not': {
      const {holds, doubts} = findingOf(statement.statement, compared);
      return {holds: not(holds), doubts};
    }
    case 'rate': {
      const scope = statement.scopeDown === null ? known(true) : findingOf(statement.scopeDown, compared);
      if (scope.holds === false) return scope;
      return beyond(
        `whether ${statement.limit} in ${statement.windowSeconds} s are exceeded (counted by ${statement.countedBy}) is not known`,
      );
    }
    case 'other':
      return doubtful(`${statement.name} is not known to this version`);
    case 'managed-group':
    case 'rule-group':
      return doubtful('a rule group within a statement is not known to this version');
  }
}

function known(holds: boolean): StatementFinding {
  return {holds, doubts: []};
}

export function doubtful(what: string): StatementFinding {
  return {holds: null, doubts: [{what, need: null, isBeyond: false}]};
}

/** As {@link doubtful}, of what nobody can see from here. */
export function beyond(what: string): StatementFinding {
  return {holds: null, doubts: [{what, need: null, isBeyond: true}]};
}

function unread(kind: keyof Referred, arn: string): StatementFinding {
  return {holds: null, doubts: [{what: `${arn} was not read`, need: {kind, arn}, isBeyond: false}]};
}

interface OfPart {
  readonly part: string;
  readonly transformations: readonly string[];
}

function ofTexts(
  {part, transformations}: OfPart,
  request: WebRequest,
  finds: (text: string) => Truth,
): StatementFinding {
  const found = textsOf(part, request);
  if ('missing' in found) return doubtful(found.missing);
  if (found.isEmpty) {
    const ofNothing = transformed('', transformations);
    if (ofNothing !== null && finds(ofNothing) === false) return known(false);
    return doubtful(`what it makes of a request without ${part} is not documented`);
  }
  const holds = anyOf(
    found.texts.map((text) => {
      const result = transformed(text, transformations);
      return result === null ? null : finds(result);
    }),
  );
  return holds === null ? doubtful(`how it reads ${part} is not known to this version`) : known(holds);
}

function ofSize(statement: OfPart & {comparison: string; bytes: number}, request: WebRequest): StatementFinding {
  const {part, comparison, bytes, transformations} = statement;
  if (part !== 'Body') {
    return ofTexts(statement, request, (text) => compares(new TextEncoder().encode(text).length, comparison, bytes));
  }
  const size = request.bodyBytes;
  if (size === null) return doubtful('it asks for the size of the body: state `request.bodyBytes`');
  if (size === 0 && compares(0, comparison, bytes) !== false) {
    return doubtful('what it makes of a request without Body is not documented');
  }
  // Of a larger body a load balancer hands on so much, and what the rule does then is in its oversize handling.
  if (size > INSPECTED_BYTES || transformations.length > 0) return doubtful(`${size} bytes are more than it inspects`);
  const holds = compares(size, comparison, bytes);
  return holds === null ? doubtful(`${comparison} is not known to this version`) : known(holds);
}

const INSPECTED_BYTES = 8192;

function compares(size: number, comparison: string, bytes: number): Truth {
  switch (comparison) {
    case 'EQ':
      return size === bytes;
    case 'NE':
      return size !== bytes;
    case 'LE':
      return size <= bytes;
    case 'LT':
      return size < bytes;
    case 'GE':
      return size >= bytes;
    case 'GT':
      return size > bytes;
    default:
      return null;
  }
}

function isAmong(source: IpRange, {addresses}: IpSet): boolean {
  return addresses.some((text) => {
    const range = parseCidr(text) ?? parseAddress(text);
    return range !== null && contains(range, source);
  });
}
