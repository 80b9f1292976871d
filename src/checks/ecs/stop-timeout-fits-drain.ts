import {meantContainer, runsOnFargate} from '../../domain/targets/task-containers.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, resourceParam, textParam} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';

const FARGATE_DEFAULT_SECONDS = 30;
const FARGATE_MOST_SECONDS = 120;

export const stopTimeoutFitsDrain = defineCheck({
  id: 'ecs/stop-timeout-fits-drain',
  title: 'A stopping container gets the time it needs to end its streams',
  why: 'After SIGTERM a container has stopTimeout seconds, then it is killed with every stream and call it still serves.',
  fix: 'Set stopTimeout of the container definition to the time that draining takes (container_definitions in Terraform: "stopTimeout": 120). Fargate allows 120 s at most: let the server end its streams sooner than that.',
  byHand:
    'aws ecs describe-task-definition --task-definition <TASK_DEFINITION> --query "taskDefinition.containerDefinitions[].[name,stopTimeout]"',
  links: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html',
  ],
  facts: ['service', 'taskDefinition'],
  params: () => ({
    service: resourceParam('service', 'The service whose tasks are stopped'),
    drain: durationParam('How long the server takes from SIGTERM until its last stream has ended'),
    container: textParam('The container; default: the one behind the load balancer, or the only one').optional(),
  }),
  async run({service: name, drain, container: wanted}, {aws}) {
    const service = await aws.service(name);
    const definition = await aws.taskDefinition(name, service.taskDefinitionArn);
    const container = meantContainer(service, definition, wanted);
    const revision = `${definition.family}:${definition.revision}`;
    const place = `container ${container.name} of ${revision}`;
    const onFargate = runsOnFargate(service, definition);
    if (container.stopTimeoutSeconds === null && onFargate !== true) {
      throw new CannotTell(
        `${place}: it has no stopTimeout, and outside Fargate the agent's own setting (ECS_CONTAINER_STOP_TIMEOUT) holds, which AWS does not show`,
        'set stopTimeout in the container definition',
      );
    }
    const seconds = container.stopTimeoutSeconds ?? FARGATE_DEFAULT_SECONDS;
    const isDefault = container.stopTimeoutSeconds === null;
    const actual = `stopTimeout ${seconds} s${isDefault ? ' (the default)' : ''}`;
    const grounds = {
      place,
      expected: `at least ${formatDuration(drain)}, as draining takes`,
      actual,
      evidence: [{what: 'stopTimeout', value: actual, source: `${definition.arn} ${container.name}`}],
    };
    if (seconds * 1000 >= drain) return pass({...grounds, because: `which covers a drain of ${formatDuration(drain)}`});
    const needed = Math.ceil(drain / 1000);
    const isOutOfReach = onFargate === true && needed > FARGATE_MOST_SECONDS;
    return fail({
      ...grounds,
      fix: isOutOfReach
        ? `Fargate allows ${FARGATE_MOST_SECONDS} s at most: let the server end its streams within that, and set stopTimeout to ${FARGATE_MOST_SECONDS}.`
        : `Set stopTimeout of container ${container.name} to ${needed} or more, and deploy the new revision.`,
    });
  },
});
