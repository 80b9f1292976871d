import type {ApiRoute} from '../../../model/facts/aws-facts.ts';

/**
 * Of a stage's variables those that decide where a request of these routes goes. Teams keep tokens in stage variables:
 * what only reaches headers, templates or functions is left out.
 */
export function shownVariables(
  variables: Readonly<Record<string, string>>,
  routes: readonly ApiRoute[],
): Readonly<Record<string, string>> {
  const texts = routes.flatMap(({integration}) =>
    integration === null ? [] : [integration.uri, integration.connectionId, integration.integrationTarget],
  );
  const named = new Set(
    texts.flatMap((text) => [...(text ?? '').matchAll(/stageVariables\.(\w+)/g)].map(([, name]) => name)),
  );
  return Object.fromEntries(Object.entries(variables).filter(([name]) => named.has(name)));
}
