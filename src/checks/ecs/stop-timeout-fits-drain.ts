import {replacementAdvice, revisionOf} from '../../domain/targets/running-tasks.ts';
import {FARGATE_MOST_SECONDS, stoppedBefore, stopTimeOf, streamContainers} from '../../domain/targets/stop-times.ts';
import {meantContainer, runsOnFargate, servingContainers} from '../../domain/targets/task-containers.ts';
import {adviceOn, CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, resourceParam, textParam, z} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type RunningDefinition, whatRuns} from '../../readers/running-definitions.ts';

export const stopTimeoutFitsDrain = defineCheck({
  id: 'ecs/stop-timeout-fits-drain',
  title: 'The containers of a stopping task that its streams may go through get the time they need',
  why: 'After SIGTERM a container has stopTimeout seconds, then it is killed with every stream and call it still serves. A proxy in the same task that is killed sooner cuts the streams of the server behind it.',
  fix: 'Set stopTimeout of the container definitions to the time that draining takes (container_definitions in Terraform: "stopTimeout": 120). Fargate allows 120 s at most: let the server end its streams sooner than that.',
  byHand:
    'aws ecs describe-task-definition --task-definition <TASK_DEFINITION> --query "taskDefinition.containerDefinitions[].[name,essential,stopTimeout,dependsOn]"',
  links: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html',
  ],
  facts: ['service', 'taskDefinition', 'tasks'],
  params: () => ({
    service: resourceParam('service', 'The service whose tasks are stopped'),
    drain: durationParam('How long the server takes from SIGTERM until its last stream has ended'),
    container: textParam(
      'The container that serves; default: the one behind the load balancer, or the only one',
    ).optional(),
    carryNoStreams: z.array(z.string().min(1)).default([]).meta({
      description: 'Essential containers that no stream goes through, such as agents: they may be killed sooner',
    }),
  }),
  async run({service: name, drain, container: wanted, carryNoStreams}, {aws}) {
    const {service, running, text} = await whatRuns(name, aws);
    const looks = running.map(({definition, tasks}: RunningDefinition) => {
      const serving = servingContainers(service, definition, meantContainer(service, definition, wanted));
      const onFargate = runsOnFargate(service, definition, tasks);
      const {needed, left} = streamContainers(definition, serving, carryNoStreams);
      const times = needed.map((container) => ({
        ...stopTimeOf(container, onFargate),
        where: `container ${container.name} of ${revisionOf(definition.arn)}`,
        source: `${definition.arn} ${container.name}`,
        replace: replacementAdvice(service, definition.arn),
        onFargate,
        // What stops before it may have held the streams: which of them does is not known.
        isLast: stoppedBefore(definition.containers, container.name).some(({isEssential}) => isEssential),
      }));
      return {times, left};
    });
    const times = looks.flatMap((one) => one.times);
    const left = [...new Set(looks.flatMap((one) => one.left))];
    const textOf = ({seconds, isDefault}: (typeof times)[number]) =>
      `stopTimeout ${seconds ?? '(none)'} s${isDefault ? ' (the default)' : ''}`;
    const expected = `at least ${formatDuration(drain)}, as draining takes`;
    const evidence = times.map((one) => ({what: 'stopTimeout', value: textOf(one), source: one.source}));

    const short = times.filter(({seconds, isLast}) => seconds !== null && seconds * 1000 < drain && !isLast);
    const place = times.length === 1 && times[0] !== undefined ? times[0].where : `service ${service.name}`;
    const sentence = (all: typeof times) =>
      all.map((one) => (times.length === 1 ? textOf(one) : `${one.where}: ${textOf(one)}`)).join('; ');
    if (short.length > 0) {
      const needed = Math.ceil(drain / 1000);
      const faults = short.map(({container, onFargate, replace}) => ({
        what: container,
        fix:
          replace ??
          (onFargate === true && needed > FARGATE_MOST_SECONDS
            ? `Fargate allows ${FARGATE_MOST_SECONDS} s at most: let the server end its streams within that, and set stopTimeout of container ${container} to ${FARGATE_MOST_SECONDS}.`
            : `Set stopTimeout of container ${container} to ${needed} or more, and deploy the new revision.`),
      }));
      return fail({place, actual: sentence(short), expected, evidence, fix: adviceOn(faults)});
    }
    const agents = times.find(({seconds}) => seconds === null);
    if (agents !== undefined) {
      throw new CannotTell(
        `${agents.where}: it has no stopTimeout, and outside Fargate the agent's own setting (ECS_CONTAINER_STOP_TIMEOUT) holds, which AWS does not show`,
        'set stopTimeout in the container definition',
      );
    }
    const last = times.find(({seconds}) => seconds !== null && seconds * 1000 < drain);
    if (last !== undefined) {
      throw new CannotTell(
        `${last.where}: ${textOf(last)} begins when the containers that depend on it have stopped, and whether these hold the streams is not known`,
        'set its stopTimeout to the time that draining takes, too, or name the container that serves (`container:`)',
      );
    }
    const notLooked = left.length === 0 ? '' : `; ${left.join(', ')} may be killed sooner`;
    const because = `which covers a drain of ${formatDuration(drain)}; ${text}${notLooked}`;
    return pass({place, actual: sentence(times), expected, evidence, because});
  },
});
