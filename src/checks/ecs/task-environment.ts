import {meantContainer} from '../../domain/targets/task-containers.ts';
import {CannotTell, defineCheck, type Evidence, fail, pass} from '../../model/check.ts';
import type {ContainerDefinition} from '../../model/facts/aws-facts.ts';
import {resourceParam, textParam, z} from '../../model/params.ts';

export const taskEnvironment = defineCheck({
  id: 'ecs/task-environment',
  title: 'The tasks have these environment variables',
  why: 'A server that knows its old public name, base path or allowed hosts answers 404, 421 or a redirect to http behind the new load balancer.',
  fix: 'Set the variables in `environment` of the container definition, register the revision and deploy the service.',
  byHand:
    'aws ecs describe-task-definition --task-definition <TASK_DEFINITION> --query "taskDefinition.containerDefinitions[].[name,environment[].name]"',
  links: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/taskdef-envfiles.html'],
  facts: ['environmentIs', 'service', 'taskDefinition'],
  params: () => ({
    service: resourceParam('service', 'The service whose task definition is read'),
    container: textParam('The container; default: the one behind the load balancer, or the only one').optional(),
    expect: z
      .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]).transform(String))
      .refine((variables) => Object.keys(variables).length > 0, {error: 'names no variable'})
      .meta({description: 'The values by name; other variables are not looked at, and no other value is shown'}),
  }),
  async run({service: name, container: wanted, expect}, {aws}) {
    const service = await aws.service(name);
    const definition = await aws.taskDefinition(name, service.taskDefinitionArn);
    const container = meantContainer(service, definition, wanted);
    const variables = await Promise.all(
      Object.entries(expect).map(async ([variable, value]) => {
        const isPlain = container.environmentNames.includes(variable);
        if (!isPlain) return {variable, finding: whereElse(container, variable)};
        const isEqual = await aws.environmentIs(name, definition.arn, container.name, variable, value);
        return {variable, finding: isEqual ? 'equal' : 'differs'};
      }),
    );

    const place = `container ${container.name} of ${definition.family}:${definition.revision}`;
    // The values that are there may be secrets: only whether they are the expected ones is reported.
    const evidence: Evidence[] = variables.map(({variable, finding}) => ({
      what: `${variable}, expected ${JSON.stringify(expect[variable])}`,
      value: finding,
      source: `${definition.arn} ${container.name}`,
    }));
    const grounds = {place, expected: `${place} with ${Object.keys(expect).join(', ')} as given`, evidence};
    const wrong = variables.filter(({finding}) => finding === 'differs' || finding === 'not set');
    if (wrong.length > 0) {
      const faults = wrong.map(({variable, finding}) => ({
        what: `${variable} ${finding === 'differs' ? `is not ${JSON.stringify(expect[variable])}` : 'is not set'}`,
        fix: `Set ${variable} in \`environment\` of container ${container.name}, register the revision and deploy the service.`,
      }));
      return fail({...grounds, faults});
    }
    const hidden = variables.filter(({finding}) => finding !== 'equal');
    if (hidden.length > 0) {
      throw new CannotTell(
        `${place}: ${hidden.map(({variable, finding}) => `${variable} comes ${finding}`).join('; ')}, whose values AWS ECS does not show`,
        'look there, or set the variable in `environment`',
      );
    }
    return pass({...grounds, actual: `${variables.map(({variable}) => variable).join(', ')} as expected`});
  },
});

function whereElse({secretNames, environmentFiles}: ContainerDefinition, variable: string): string {
  if (secretNames.includes(variable)) return 'from a secret store';
  return environmentFiles.length > 0 ? `perhaps from ${environmentFiles.join(', ')}` : 'not set';
}
