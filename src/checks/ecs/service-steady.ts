import {revisionOf} from '../../domain/targets/running-tasks.ts';
import {steadiness, tellingEvents} from '../../domain/targets/service-steadiness.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, z} from '../../model/params.ts';

export const serviceSteady = defineCheck({
  id: 'ecs/service-steady',
  title: 'The service runs as many tasks as it should, of the revision it should, and its deployment went well',
  why: 'A service looks stable with 0 of 0 tasks, and after a rollback on its old revision: both pass for a finished deployment.',
  fix: 'Read the newest events and the stopped tasks for the reason, fix it, and deploy again (aws ecs update-service --force-new-deployment).',
  byHand:
    'aws ecs describe-services --cluster <CLUSTER> --services <SERVICE> --query "services[].[status,desiredCount,runningCount,pendingCount,deployments,events[:5]]"',
  links: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html',
  ],
  facts: ['service', 'serviceDeployments', 'tasks'],
  params: () => ({
    service: resourceParam('service', 'The service'),
    atLeast: z.int().min(0).default(1).meta({description: 'How many tasks it has to run at least; 0 allows for none'}),
    revision: z
      .string()
      .regex(/^(arn:[^\s]+:task-definition\/)?[\w-]+:\d+$/, {
        error: 'is neither family:revision nor the ARN of a task definition',
      })
      .optional()
      .meta({
        description:
          'The task definition it has to run, as family:revision or ARN; default: the one that the service names',
      }),
  }),
  async run({service: name, atLeast, revision}, {aws}) {
    const [service, tasks] = await Promise.all([aws.service(name), aws.tasks(name)]);
    // AWS records deployments of its own controller only.
    const history = service.deploymentController === 'ECS' ? await aws.serviceDeployments(name) : [];
    const {faults, doubts} = steadiness({service, history, tasks}, {atLeast, revision: revision ?? null});
    const place = `service ${service.name}`;
    const wanted = revisionOf(revision ?? service.taskDefinitionArn);
    const source = `ecs:DescribeServices ${service.arn}`;
    const expected = `at least ${atLeast} tasks of ${wanted}, all running, after a deployment that succeeded`;
    const evidence = [
      {
        what: 'tasks',
        value: {desired: service.desiredCount, running: service.runningCount, pending: service.pendingCount},
        source,
      },
      {
        what: 'deployments',
        value: service.deployments.map(
          (one) => `${one.status} ${revisionOf(one.taskDefinitionArn)}: ${one.rolloutState ?? 'no rollout state'}`,
        ),
        source,
      },
      ...service.taskSets.map((set) => ({
        what: `task set ${set.id}`,
        value: `${set.status} ${revisionOf(set.taskDefinitionArn)}: ${set.runningCount} of ${set.computedDesiredCount} run, ${set.stabilityStatus ?? 'stability not said'}`,
        source: set.arn,
      })),
      ...history.slice(0, 1).map((one) => ({what: 'newest deployment', value: one.status, source: one.arn})),
      {what: 'events', value: tellingEvents(service.events), source},
    ];
    if (faults.length > 0) return fail({place, faults, expected, evidence});
    if (doubts.length > 0) throw new CannotTell(`${place}: ${doubts.join('; ')}`, 'look at its deployments and events');
    const actual = `${service.runningCount} of ${service.desiredCount} tasks of ${wanted} run`;
    return pass({place, actual, expected, evidence});
  },
});
