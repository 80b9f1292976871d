import {CannotTell} from '../../model/errors.ts';
import type {Api, ApiDeployment, ApiStage} from '../../model/facts/aws-facts.ts';
import type {Evidence} from '../../model/outcome.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';

/** @throws {CannotTell} naming the stages that there are: a stage is the place to look, not the claim. */
export function requireStage(api: Api, stages: readonly ApiStage[], wanted: string): ApiStage {
  const stage = stages.find(({name}) => name === wanted);
  if (stage !== undefined) return stage;
  const names = stages.map(({name}) => name);
  throw new CannotTell(
    `API ${api.name} (${api.id}): no stage "${wanted}". There are: ${names.join(', ') || 'none'}.${didYouMean(wanted, names)}`,
    'correct `stage:` of this item, or deploy the API to that stage',
  );
}

/**
 * Routes and integrations are read as they would be deployed now, and a stage serves its own deployment: the two are the
 * same at best while no later deployment exists. A change that nobody deployed yet still does not show.
 *
 * @throws {CannotTell} when the stage does not serve the latest deployment.
 */
export function requireLatestDeployment(
  api: Api,
  stage: ApiStage,
  deployments: readonly ApiDeployment[],
): readonly Evidence[] {
  const source = `apigateway:GET stage ${stage.name} of API ${api.id}`;
  if (stage.autoDeploys) return [{what: 'changes reach the stage', value: 'at once', source}];
  const dated = deployments.toSorted((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''));
  const served = dated.find(({id}) => id === stage.deploymentId);
  const latest = dated[0];
  const place = `API ${api.name} (${api.id}), stage ${stage.name}`;
  if (served === undefined) {
    throw new CannotTell(
      `${place}: its deployment ${stage.deploymentId ?? '(none)'} is not listed, so that what it serves cannot be determined`,
      'deploy the API to the stage',
    );
  }
  if (served !== latest) {
    throw new CannotTell(
      `${place} serves deployment ${served.id} of ${served.createdAt}, not the latest, ${latest?.id} of ${latest?.createdAt}: what is configured now may not be what it serves`,
      `read what it serves (aws apigateway get-export --rest-api-id ${api.id} --stage-name ${stage.name} --export-type oas30 --parameters extensions=apigateway FILE), or deploy the API to it`,
    );
  }
  const value = `${served.id} of ${served.createdAt ?? 'unknown date'}; later changes do not reach the stage`;
  return [{what: 'deployment that the stage serves', value, source}];
}
