import {ruleName} from '../domain/listener-rules/listener-rules.ts';
import {possibleWinners} from '../domain/listener-rules/possible-winners.ts';
import {decisiveText, requireWinners, undecidedRouting} from '../domain/listener-rules/request-routing.ts';
import {requestText} from '../domain/listener-rules/request-text.ts';
import {seenByTarget} from '../domain/listener-rules/rewrites.ts';
import {forwardsTo} from '../domain/listener-rules/rule-sets.ts';
import type {RoutedRequest} from '../domain/listener-rules/seen-request.ts';
import type {EnvironmentSays, RuleSays} from '../domain/mcp/base-path-parties.ts';
import {revisionOf} from '../domain/targets/running-tasks.ts';
import {meantContainer} from '../domain/targets/task-containers.ts';
import {variableSource} from '../domain/targets/variable-source.ts';
import type {AwsFacts, Listener, ListenerRule} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {whatRuns} from './running-definitions.ts';

/** Of each revision that runs: whether the variable has this base path. The value that is there is not read. */
export async function environmentSays(
  name: ResourceRef<'service'>,
  {
    container: wanted,
    variable,
    basePath,
  }: {readonly container: string | undefined; readonly variable: string; readonly basePath: string},
  aws: Pick<AwsFacts, 'environmentIs' | 'service' | 'taskDefinition' | 'tasks'>,
): Promise<readonly EnvironmentSays[]> {
  const {service, running} = await whatRuns(name, aws);
  return Promise.all(
    running.map(async ({definition, tasks}) => {
      const container = meantContainer(service, definition, wanted);
      const elsewhere = variableSource(container, tasks, variable);
      const has = (value: string) => aws.environmentIs(name, definition.arn, container.name, variable, value);
      const isEqual = elsewhere === null && (await isAnyOf(spellingsOf(basePath), has));
      const where = `container ${container.name} of ${revisionOf(definition.arn)}`;
      return {where, variable, finding: elsewhere ?? (isEqual ? 'equal' : 'differs')};
    }),
  );
}

/** With and without slashes at its ends: applications trim them, and add what is missing. */
function spellingsOf(basePath: string): readonly string[] {
  const bare = basePath.replace(/^\/|\/$/g, '');
  return bare === '' ? ['', '/'] : [`/${bare}`, bare, `/${bare}/`, `${bare}/`];
}

/** One after the other: of a recording, each comparison is slow on purpose. */
async function isAnyOf(values: readonly string[], has: (value: string) => Promise<boolean | null>): Promise<boolean> {
  for (const value of values) if (await has(value)) return true;
  return false;
}

/** @throws CannotTell where it is not known which rule wins, and those that may do different things. */
export function ruleSays(rules: readonly ListenerRule[], listener: Listener, request: RoutedRequest): RuleSays {
  const routing = possibleWinners(rules, request);
  const winners = requireWinners(routing, listener);
  const says = winners.map(({rule}) => ({
    path: request.path,
    rule: ruleName(rule),
    forwardsTo: (forwardsTo(rule) ?? []).toSorted(),
    seen: seenByTarget(rule, request)?.path.value ?? (rule.transforms.length === 0 ? request.path : null),
  }));
  const [first, ...others] = says;
  const place = `${requestText(request)} on listener ${listener.port}`;
  const isDecided = others.every(
    (one) => one.seen === first?.seen && one.forwardsTo.join() === first?.forwardsTo.join(),
  );
  if (first === undefined || !isDecided) {
    throw undecidedRouting(place, routing, (rule) => decisiveText(rule, (arn) => arn));
  }
  return first;
}
