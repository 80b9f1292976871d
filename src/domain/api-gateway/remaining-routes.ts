import type {Api, ApiRoute} from '../../model/facts/aws-facts.ts';
import {chooseRoute} from './api-routes.ts';

/** A route that is served where none is to be. */
export interface RemainingRoute {
  readonly route: ApiRoute;
  /** It is another one, which takes such requests as well. */
  readonly isWider: boolean;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/**
 * What is left of a route: the route itself, and whichever takes the requests that it took.
 *
 * @param described `method` null: whichever.
 * @returns `doubt`: why it is not certain that there is no other.
 */
export function remainsOf(
  api: Api,
  routes: readonly ApiRoute[],
  {method, path}: {readonly method: string | null; readonly path: string},
): {readonly remaining: readonly RemainingRoute[]; readonly doubt: string | null} {
  const isAny = method === null || method === 'ANY';
  const own = routes.filter((route) => nameless(route.path) === nameless(path) && (isAny || route.method === method));
  const choices = (isAny ? METHODS : [method]).flatMap((one) =>
    asAsked(path, routes).map((asked) => chooseRoute(api, routes, {method: one, path: asked})),
  );
  const taking = new Set(choices.flatMap(({route}) => (route === null || own.includes(route) ? [] : [route])));
  return {
    remaining: [
      ...own.map((route) => ({route, isWider: false})),
      ...[...taking].map((route) => ({route, isWider: nameless(route.path) !== nameless(path)})),
    ],
    doubt: choices.find(({isSure}) => !isSure)?.because ?? null,
  };
}

/** What a variable is called makes no other path; the default route of an HTTP API is `$default`, without a slash. */
function nameless(path: string): string {
  return path.replace(/^\/\$default$/, '$default').replace(/\{[^}+]+(\+?)\}/g, '{$1}');
}

/**
 * Paths that clients may ask for, where this is one with variables: of values that no other route has of its own, and of
 * several segments where a variable takes the rest.
 */
function asAsked(path: string, routes: readonly ApiRoute[]): readonly string[] {
  const taken = new Set(routes.flatMap((route) => route.path.split('/')));
  const fresh = (name: string): string => (taken.has(name) ? fresh(`${name}-1`) : name);
  const one = path.replace(/\{([^}+]+)\+?\}/g, (_, name: string) => fresh(name));
  return /\{[^}]+\+\}$/.test(path) ? [one, `${one}/${fresh('more')}`] : [one];
}
