import {requireLatestDeployment, requireStage} from '../domain/api-gateway/api-deployments.ts';
import type {Api, ApiDeployment, ApiStage} from '../model/facts/aws-facts.ts';
import type {Evidence} from '../model/outcome.ts';

/**
 * What the routes and integrations that were read stand for: what the stage serves or, where none is named, the API as it
 * can be edited, deployed or not.
 *
 * @param read is asked for stages and deployments only where a stage is named.
 * @throws {CannotTell} when there is no such stage, or it does not serve the latest deployment.
 */
export async function configurationRead(
  api: Api,
  stageName: string | undefined,
  read: () => Promise<readonly [readonly ApiStage[], readonly ApiDeployment[]]>,
): Promise<readonly Evidence[]> {
  if (stageName === undefined) {
    const value = 'the API as it can be edited; what was not deployed yet counts, and no stage was asked about';
    return [{what: 'configuration read', value, source: `apigateway:GET API ${api.id}`}];
  }
  const [stages, deployments] = await read();
  return requireLatestDeployment(api, requireStage(api, stages, stageName), deployments);
}
