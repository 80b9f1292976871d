import type {ListenerRule, RuleTransform} from '../../model/facts/aws-facts.ts';
import {findRegex, type Places} from '../regex/find-regex.ts';
import {compileRegex, type Program} from '../regex/program.ts';
import {decisiveAction, ruleName} from './listener-rules.ts';
import type {RoutedRequest, Unstated} from './seen-request.ts';

/**
 * What a target sees of a request: rules can rewrite the URL (path and query) and the Host header once they have taken it,
 * where the regex is found. Where a regex occurs more than once, and with which case it is compared, is not documented: each
 * is tried. Source: the ALB user guide (transforms for listener rules).
 */
export interface SeenByTarget {
  readonly path: Rewritten;
  /** What comes after the `?`; empty: no query. */
  readonly query: Rewritten;
  readonly host: Rewritten;
}

export type Rewritten = {readonly value: string} | Unclear;

interface Unclear {
  readonly value: null;
  readonly because: string;
  /** What has to be stated of the request before it is clear; null where that is not the reason. */
  readonly unstated: Unstated | null;
}

/** Null where the rule rewrites nothing, or forwards nothing. */
export function seenByTarget(rule: ListenerRule, request: RoutedRequest): SeenByTarget | null {
  if (rule.transforms.length === 0 || decisiveAction(rule)?.type !== 'forward') return null;
  const strange = rule.transforms.find(({type}) => type !== 'url-rewrite' && type !== 'host-header-rewrite');
  if (strange !== undefined) {
    const because = `${ruleName(rule)} has a transform ${strange.type}, which is not known to this version`;
    return {path: unclear(because), query: unclear(because), host: unclear(because)};
  }
  const url = rule.transforms.find(({type}) => type === 'url-rewrite');
  const host = rule.transforms.find(({type}) => type === 'host-header-rewrite');
  return {...urlSeen(rule, url, request), host: hostSeen(rule, host, request)};
}

/** `the target sees path /v1 on host x`; empty where it sees what the client sent. */
export function seenText(seen: SeenByTarget | null, request: RoutedRequest): string {
  if (seen === null) return '';
  const {path, query, host} = seen;
  const isSameQuery = query.value === (request.query ?? (query.value === '' ? '' : undefined));
  const shownPath = path.value === null ? null : `${path.value}${isSameQuery || !query.value ? '' : `?${query.value}`}`;
  const parts = [
    ...(path.value === request.path && isSameQuery ? [] : [shownPath === null ? '' : `path ${shownPath}`]),
    ...(host.value === null || host.value === request.host ? [] : [`host ${host.value}`]),
  ].filter((part) => part !== '');
  const open = [path, host].flatMap((one) => (one.value === null ? one.because : []));
  return [
    ...(parts.length > 0 ? [`the target sees ${parts.join(' on ')}`] : []),
    ...[...new Set(open)].map((because) => `what the target sees is not clear: ${because}`),
  ].join('; ');
}

/** What a target is to see, where somebody says so. */
export interface WantedSeen {
  readonly path?: string | undefined;
  readonly host?: string | undefined;
}

/** What of it the target sees otherwise, in words, and what is not clear. Hosts have no case. */
export function unlikeWanted(
  rule: ListenerRule,
  request: RoutedRequest,
  wanted: WantedSeen,
): {readonly wrong: readonly string[]; readonly open: readonly Unclear[]} {
  const unchanged = {path: {value: request.path}, host: {value: request.host ?? ''}};
  const {path, host} = seenByTarget(rule, request) ?? unchanged;
  const asked = [
    {part: 'path', seen: path, is: wanted.path},
    {part: 'host', seen: host, is: wanted.host?.toLowerCase()},
  ];
  const judged = asked.filter(({is}) => is !== undefined);
  return {
    wrong: judged.flatMap(({part, seen, is}) => {
      const value = part === 'host' ? seen.value?.toLowerCase() : seen.value;
      return typeof value === 'string' && value !== is ? `${part} ${seen.value}, not ${is}` : [];
    }),
    open: judged.flatMap(({seen}) => (seen.value === null ? seen : [])),
  };
}

function urlSeen(
  rule: ListenerRule,
  transform: RuleTransform | undefined,
  {path, query}: RoutedRequest,
): Pick<SeenByTarget, 'path' | 'query'> {
  if (transform === undefined) {
    return {
      path: {value: path},
      query: query === undefined ? unclear('the query is not stated', 'query') : {value: query},
    };
  }
  const both = (because: string, unstated: Unstated | null = null) => {
    const one = unclear(`the url-rewrite of ${ruleName(rule)}: ${because}`, unstated);
    return {path: one, query: one};
  };
  if (/%|\/\/|\/\.{1,2}(\/|$)/.test(path)) return both(`how AWS normalises the path ${path} is not documented`);
  const withQuery = (text: string) => (text === '' ? path : `${path}?${text}`);
  const outcomes = (query === undefined ? ['', ANY_QUERY] : [query]).map((one) => rewritten(transform, withQuery(one)));
  const [first, other] = outcomes;
  if (first === undefined || first.value === null) return both(first?.because ?? '');
  if (other !== undefined) {
    const minds = transform.rewrites.some(({regex}) => /\\\?|\[[^\]^]*\?|[=&]/.test(regex));
    if (minds || other.value === null || pathOf(other.value) !== pathOf(first.value)) {
      return both('what becomes of the path depends on the query, which is not stated', 'query');
    }
  }
  if (!first.value.startsWith('/'))
    return both(`it makes ${first.value}, and what AWS makes of that is not documented`);
  const [, queryAfter = ''] = /\?(.*)$/s.exec(first.value) ?? [];
  const isOpen = other !== undefined && queryAfter === '';
  return {
    path: {value: pathOf(first.value)},
    query: isOpen ? unclear('the query is not stated', 'query') : {value: queryAfter},
  };
}

/** Stands for one that is not stated. */
const ANY_QUERY = 'q=q';

function pathOf(url: string): string {
  return url.replace(/\?.*$/s, '');
}

function hostSeen(rule: ListenerRule, transform: RuleTransform | undefined, {host}: RoutedRequest): Rewritten {
  if (host === null) return unclear('the host is not known', 'host');
  if (transform === undefined) return {value: host};
  const seen = rewritten(transform, host);
  return seen.value === null
    ? {...seen, because: `the host-header-rewrite of ${ruleName(rule)}: ${seen.because}`}
    : seen;
}

function unclear(because: string, unstated: Unstated | null = null): Unclear {
  return {value: null, because, unstated};
}

function rewritten({rewrites}: RuleTransform, text: string): Rewritten {
  const [rewrite, ...more] = rewrites;
  if (rewrite === undefined || more.length > 0) return unclear(`it has ${rewrites.length} rewrites, not one`);
  const {regex, replace} = rewrite;
  const programs = [false, true].map((ignoresCase) => compileRegex(regex, {ignoresCase}));
  const found = programs.flatMap((program) => program ?? []).some((program) => findRegex(program, text) !== null);
  if (programs.every((program) => program !== null) && !found) return {value: text};
  const template = templateOf(replace, programs[0]?.groups ?? 0);
  if (programs.includes(null) || template === null)
    return unclear(`"${regex}" to "${replace}" is not read by this version`);
  const outcomes = new Set(
    programs.flatMap((program) =>
      program === null ? [] : [false, true].map((everywhere) => replaced(program, text, template, everywhere)),
    ),
  );
  const [only] = outcomes;
  if (outcomes.size === 1 && only !== undefined) return {value: only};
  return unclear(
    `with "${regex}", ${text} can become ${[...outcomes].join(' or ')}; how AWS reads it is not documented`,
  );
}

/** Texts, and the groups between them by number. */
type Template = readonly (string | number)[];

/** `$1` is what a group took; what else a `$` or a backslash means is not documented. Null: it is not read. */
function templateOf(replace: string, groups: number): Template | null {
  const parts = replace.split(/\$(\d+)/);
  const template = parts.map((part, i) => (i % 2 === 1 ? Number(part) : part));
  const isRead = template.every((part) =>
    typeof part === 'number' ? part >= 1 && part <= groups : !/[$\\]/.test(part),
  );
  return isRead ? template : null;
}

function replaced(program: Program, text: string, template: Template, everywhere: boolean): string {
  const characters = [...text];
  const cut = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? '' : characters.slice(from, to).join('');
  let result = '';
  let end = 0;
  let from = 0;
  for (let found: Places | null = findRegex(program, text); found !== null; found = findRegex(program, text, from)) {
    const [start = 0, stop = 0] = found;
    // One that is empty and touches the one before is none.
    if (!(start === stop && start === end && end > 0)) {
      const places = found;
      result +=
        cut(end, start) +
        template
          .map((part) => (typeof part === 'string' ? part : cut(places[2 * part], places[2 * part + 1])))
          .join('');
      end = stop;
    }
    from = stop > start ? stop : stop + 1;
    if (!everywhere || from > characters.length) break;
  }
  return result + characters.slice(end).join('');
}
