import {replacementAdvice, revisionOf} from '../../domain/targets/running-tasks.ts';
import {meantContainer} from '../../domain/targets/task-containers.ts';
import {NOT_SET, variableSource} from '../../domain/targets/variable-source.ts';
import {CannotTell, defineCheck, type Evidence, fail, pass} from '../../model/check.ts';
import type {EcsService} from '../../model/facts/aws-facts.ts';
import {resourceParam, textParam, z} from '../../model/params.ts';
import {whatRuns} from '../../readers/running-definitions.ts';

export const taskEnvironment = defineCheck({
  id: 'ecs/task-environment',
  title: 'The task definitions that run set these environment variables',
  why: 'A server that knows its old public name, base path or allowed hosts answers 404, 421 or a redirect to http behind the new load balancer.',
  fix: 'Set the variables in `environment` of the container definition, register the revision and deploy the service.',
  byHand:
    'aws ecs describe-task-definition --task-definition <TASK_DEFINITION> --query "taskDefinition.containerDefinitions[].[name,environment[].name]"',
  links: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/taskdef-envfiles.html'],
  facts: ['environmentIs', 'service', 'taskDefinition', 'tasks'],
  params: () => ({
    service: resourceParam('service', 'The service whose running tasks are looked at'),
    container: textParam('The container; default: the one behind the load balancer, or the only one').optional(),
    expect: z
      .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]).transform(String))
      .refine((variables) => Object.keys(variables).length > 0, {error: 'names no variable'})
      .meta({description: 'The values by name; other variables are not looked at, and no other value is shown'}),
  }),
  async run({service: name, container: wanted, expect}, {aws}) {
    const {service, running, text} = await whatRuns(name, aws);
    const looks = await Promise.all(
      running.flatMap(({definition, tasks}) => {
        const container = meantContainer(service, definition, wanted);
        return Object.entries(expect).map(async ([variable, value]) => {
          const elsewhere = variableSource(container, tasks, variable);
          const isEqual =
            elsewhere === null ? await aws.environmentIs(name, definition.arn, container.name, variable, value) : null;
          return {variable, container, arn: definition.arn, finding: elsewhere ?? (isEqual ? 'equal' : 'differs')};
        });
      }),
    );

    const [only] = running.length === 1 ? looks : [];
    const place =
      only === undefined ? `service ${service.name}` : `container ${only.container.name} of ${revisionOf(only.arn)}`;
    const at = (arn: string) => (only === undefined ? `${revisionOf(arn)}: ` : '');
    // The values that are there may be secrets: only whether they are the expected ones is reported.
    const evidence: Evidence[] = looks.map(({variable, container, arn, finding}) => ({
      what: `${variable}, expected ${JSON.stringify(expect[variable])}`,
      value: finding,
      source: `${arn} ${container.name}`,
    }));
    const names = Object.keys(expect).join(', ');
    const grounds = {place, expected: `${place} with ${names} as given`, evidence, because: text};
    const wrong = looks.filter(({finding}) => finding === 'differs' || finding === NOT_SET);
    if (wrong.length > 0) {
      const faults = wrong.map(({variable, container, arn, finding}) => ({
        what: `${at(arn)}${variable} ${finding === 'differs' ? `is not ${JSON.stringify(expect[variable])}` : 'is not set (what the image itself sets was not looked at)'}`,
        fix: adviceFor(service, arn, container.name, variable),
      }));
      return fail({...grounds, faults});
    }
    const hidden = looks.filter(({finding}) => finding !== 'equal');
    if (hidden.length > 0) {
      throw new CannotTell(
        `${place}: ${hidden.map(({arn, variable, finding}) => `${at(arn)}${variable} comes ${finding}`).join('; ')}, whose values are not read`,
        'look there, or set the variable in `environment`',
      );
    }
    return pass({...grounds, actual: `${names} as expected`});
  },
});

function adviceFor(service: EcsService, arn: string, container: string, variable: string): string {
  const replace = replacementAdvice(service, arn);
  if (replace !== null) return `${replace} Look whether it sets ${variable}.`;
  return `Set ${variable} in \`environment\` of container ${container}, register the revision and deploy the service.`;
}
