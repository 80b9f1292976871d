import {inDoubt, missing, type Standing} from '../domain/api-gateway/successor-standing.ts';
import {revisionOf} from '../domain/targets/running-tasks.ts';
import {meantContainer} from '../domain/targets/task-containers.ts';
import {NOT_SET, variableSource} from '../domain/targets/variable-source.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {whatRuns} from './running-definitions.ts';

export type AskedOfTasks = Pick<AwsFacts, 'environmentIs' | 'service' | 'taskDefinition' | 'tasks'>;

/** @param wanted `NAME`, which is not to be empty, or `NAME=value`. */
export async function variableStanding(
  wanted: string,
  name: ResourceRef<'service'>,
  aws: AskedOfTasks,
): Promise<Standing> {
  const [, variable = wanted, value] = /^([^=]+)(?:=(.*))?$/s.exec(wanted) ?? [];
  const {service, running} = await whatRuns(name, aws);
  const looks = await Promise.all(
    running.map(async ({definition, tasks}) => {
      const container = meantContainer(service, definition, undefined);
      const at = `${container.name} of ${revisionOf(definition.arn)}`;
      const elsewhere = variableSource(container, tasks, variable);
      if (elsewhere === null) {
        const isEqual = await aws.environmentIs(name, definition.arn, container.name, variable, value ?? '');
        return {at, finding: isEqual === (value !== undefined) ? 'there' : 'missing'} as const;
      }
      if (elsewhere === NOT_SET) return {at, finding: 'missing'} as const;
      // Of what comes from elsewhere, only the name is read.
      const isCertain = value === undefined && !elsewhere.startsWith('perhaps');
      return {at, finding: isCertain ? 'there' : 'doubt'} as const;
    }),
  );
  const places = (kind: Standing['kind']) =>
    looks.flatMap(({at, finding}) => (finding === kind ? at : [])).join(' and ');
  if (places('missing') !== '') {
    const what = `${variable} is ${value === undefined ? 'not set, or empty' : `not ${JSON.stringify(value)}`} in container ${places('missing')}`;
    return missing(what, `Set ${variable} in \`environment\` of the container definition, and deploy the service.`);
  }
  if (places('doubt') !== '') {
    const what = `what ${variable} is in container ${places('doubt')} is not read: it may come from elsewhere`;
    return inDoubt(what, `set ${variable} in \`environment\`, or look there and say so in \`because:\``);
  }
  const [first] = running;
  return {
    kind: 'there',
    what: `${variable} is set in container ${places('there')}`,
    source: first?.definition.arn ?? service.arn,
  };
}
