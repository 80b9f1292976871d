import type {ApiRoute, ApiStage} from '../../../model/facts/aws-facts.ts';

/** Names of the stage variables that decide where a request goes. */
export function variablesOf(routes: readonly ApiRoute[]): ReadonlySet<string> {
  const texts = routes.flatMap(({integration}) =>
    integration === null ? [] : [integration.uri, integration.connectionId, integration.integrationTarget],
  );
  const found = texts.flatMap((text) => [...(text ?? '').matchAll(/stageVariables\.(\w+)/g)]);
  return new Set(found.map(([, name = '']) => name));
}

/** Teams keep tokens in stage variables: without those that only reach headers, templates or functions. */
export function stageWithVariables(stage: ApiStage, shown: ReadonlySet<string>): ApiStage {
  const variables = Object.entries(stage.variables).filter(([name]) => shown.has(name));
  return {...stage, variables: Object.fromEntries(variables)};
}
