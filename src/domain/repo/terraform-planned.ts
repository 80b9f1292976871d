import type {PlannedResource, TerraformPlan} from '../../model/facts/repo-facts.ts';
import type {Evidence, Json} from '../../model/outcome.ts';
import {closestTo} from '../../model/text/did-you-mean.ts';
import type {WantedResource} from './terraform-declaration.ts';
import {type Match, matchBody} from './terraform-match.ts';

export interface JudgedPlan {
  readonly resource: PlannedResource;
  readonly match: Match;
}

export function judgedInPlan({resources}: TerraformPlan, {name, attributes}: WantedResource): readonly JudgedPlan[] {
  return resources
    .filter((resource) => name === undefined || resource.name === name)
    .map((resource) => ({resource, match: matchPlanned(attributes, resource)}));
}

function matchPlanned(attributes: WantedResource['attributes'], {actions, body}: PlannedResource): Match {
  return endOf(actions) === null ? matchBody(attributes, body) : {verdict: 'different', where: []};
}

/** How it ceases to be declared, a predicate; null where it does not. `["delete", "create"]` replaces it. */
export function endOf(actions: readonly string[]): string | null {
  if (actions.length !== 1) return null;
  if (actions[0] === 'delete') return 'is planned to be deleted';
  return actions[0] === 'forget' ? 'is planned to be forgotten, so that Terraform no longer manages it' : null;
}

export function whatIsPlanned({kind, types, resources}: TerraformPlan, {type, name}: WantedResource): string {
  const verb = kind === 'plan' ? 'is planned' : 'is in the state';
  if (name !== undefined && resources.length > 0) {
    return `no ${type} "${name}" ${verb}, but ${resources.map(({address}) => address).join(', ')}`;
  }
  const near = closestTo(type, types);
  return `no ${type} ${verb}${near === null ? '' : `; did you mean "${near}"?`}`;
}

/** What a plan or a state does not show. */
export function madeWhen({kind, timestamp, terraformVersion}: TerraformPlan): string {
  const by = terraformVersion === null ? '' : ` by Terraform ${terraformVersion}`;
  if (kind === 'state') return `the state was written${by}, and code that was not applied is not in it`;
  return `the plan was made${timestamp === null ? '' : ` at ${timestamp}`}${by}, and code that changed since is not in it`;
}

/** Only what is asked for: a plan has much else, which is nobody's business. */
export function plannedEvidence(
  {path}: TerraformPlan,
  {address, body}: PlannedResource,
  wanted: WantedResource,
): Evidence {
  const asked = Object.keys(wanted.attributes).filter((name) => Object.hasOwn(body, name));
  const value: Json = Object.fromEntries(asked.map((name) => [name, body[name] ?? null]));
  return {what: address, value, source: path};
}
