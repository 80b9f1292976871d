import type {PolicyStatement} from '../../model/facts/aws-facts.ts';

/**
 * Whether a resource policy refuses nobody. What is not certainly open counts as a restriction.
 * Source: the API Gateway developer guide, "Control access to a REST API with API Gateway resource policies".
 */
export function isOpenPolicy(statements: readonly PolicyStatement[]): boolean {
  return statements.every(({effect}) => effect === 'Allow') && statements.some(opensAll);
}

function opensAll({isForAnybody, actions, resources, conditions}: PolicyStatement): boolean {
  return (
    isForAnybody &&
    conditions.length === 0 &&
    actions.some((action) => ['*', 'execute-api:*', 'execute-api:invoke'].includes(action.toLowerCase())) &&
    resources.some((resource) => /^(?:\*|execute-api:(?:\/\*)+|arn:[^/]*(?:\/\*)+)$/.test(resource))
  );
}

/** `Deny by IpAddress aws:SourceIp`, one for each statement. */
export function policyText(statements: readonly PolicyStatement[]): string {
  return statements
    .map(({effect, isForAnybody, conditions}) =>
      [
        effect,
        ...(isForAnybody ? [] : ['for some principals']),
        ...(conditions.length === 0 ? [] : [`by ${conditions.join(' and ')}`]),
      ].join(' '),
    )
    .join(', ');
}
