import {cacheRuleFor, readImageReference} from '../../domain/targets/image-reference.ts';
import {revisionBefore, revisionOf} from '../../domain/targets/running-tasks.ts';
import {CannotTell, defineCheck, type Fault, fail, pass} from '../../model/check.ts';
import {resourceParam, z} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';

export const previousRevisionIsRunnable = defineCheck({
  id: 'ecs/previous-revision-is-runnable',
  title: 'The task definition of the revision before is active, and its images are still in ECR',
  why: 'A rollback starts tasks of the revision before. Where that was deregistered, or a lifecycle policy has removed its image, no task of it starts.',
  fix: 'Register a revision that names an image which is there, before it is needed, and keep images of revisions that may come back out of lifecycle policies.',
  byHand:
    'aws ecs describe-task-definition --task-definition <revision> --query "taskDefinition.[status,containerDefinitions[].image]"',
  links: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deregister-task-definition-v2.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  ],
  facts: ['ecrCacheRules', 'ecrImage', 'service', 'taskDefinition'],
  params: () => ({
    service: resourceParam('service', 'The service that may have to go back'),
    revision: z
      .string()
      .regex(/^[\w-]+:\d+$/, {error: 'is not family:revision'})
      .optional()
      .meta({description: 'Where it would go back to, as family:revision; default: the one before that it names'}),
  }),
  async run({service: name, revision}, {aws}) {
    const service = await aws.service(name);
    const before = revision ?? revisionBefore(service.taskDefinitionArn);
    if (before === null) {
      throw new CannotTell(
        `service ${service.name}: there is no revision before ${revisionOf(service.taskDefinitionArn)}`,
        'name the revision that a rollback would go back to (`revision:`)',
      );
    }
    const definition = await aws.taskDefinition(name, service.taskDefinitionArn.replace(/[^/]+$/, before));
    const images = await Promise.all(
      definition.containers.map(async (container) => {
        const reference = readImageReference(container.image);
        const by = reference.digest === null ? {tag: reference.tag ?? 'latest'} : {digest: reference.digest};
        if (reference.ecr === null) return {container, reference, status: 'not looked at'};
        const found = await aws.ecrImage(name, {...reference.ecr, by});
        if (found !== null) return {container, reference, status: found.status};
        const rule = cacheRuleFor(reference.ecr.repository, await aws.ecrCacheRules(name, reference.ecr));
        if (rule === null) return {container, reference, status: 'missing'};
        const status = `not in ECR, which fetches it from ${rule.upstream} when it is pulled: whether it is there is not known`;
        return {container, reference, status};
      }),
    );
    const grounds = {
      place: `task definition ${before}`,
      expected: 'an active task definition whose images are in ECR',
      byHand: command`aws ecs describe-task-definition --task-definition ${before} --query "taskDefinition.[status,containerDefinitions[].image]"`,
      evidence: [
        {what: 'status', value: definition.status, source: definition.arn},
        ...images.map(({container, status}) => ({
          what: `image of ${container.name}`,
          value: status,
          source: container.image,
        })),
      ],
    };
    const faults: Fault[] = [];
    if (definition.status !== 'ACTIVE') {
      const fix = `Register its content as a new revision (aws ecs register-task-definition), and name that in the rollback: no service takes one that is ${definition.status}.`;
      faults.push({what: `it is ${definition.status}`, fix});
    }
    for (const {container, status} of images) {
      const what = `image ${container.image} of container ${container.name}`;
      if (status === 'missing') {
        faults.push({
          what: `${what} is not in ECR`,
          fix: `Push that image again, or register a revision whose ${container.name} names one that is there; see the lifecycle policy of the repository.`,
        });
      }
      if (status === 'ARCHIVED') {
        const fix =
          'Restore it (aws ecr update-image-storage-class), which takes a while: an archived image cannot be pulled.';
        faults.push({what: `${what} is ARCHIVED`, fix});
      }
    }
    if (faults.length > 0) return fail({...grounds, faults});
    const unclear = images.filter(({status}) => status !== 'ACTIVE' && status !== 'not looked at');
    const other = images.filter(({status}) => status === 'not looked at').map(({container}) => container.image);
    if (unclear.length > 0 || other.length === images.length) {
      const what = unclear.map(({container, status}) => `image ${container.image} is ${status}`).join('; ');
      throw new CannotTell(
        `${grounds.place}: ${what || `its images are in no private registry of ECR (${other.join(', ')})`}`,
        'try to pull its images',
      );
    }
    const byTag = images.filter(({reference}) => reference.digest === null).map(({container}) => container.image);
    const notLooked = [
      ...(other.length === 0 ? [] : [`images in other registries (${other.join(', ')})`]),
      ...(byTag.length === 0 ? [] : [`whether a tag still means the image of then (${byTag.join(', ')})`]),
      ...(definition.roleArns.length === 0 ? [] : ['its roles']),
      ...(definition.containers.some(({secretNames}) => secretNames.length > 0) ? ['its secrets'] : []),
    ];
    const because = notLooked.length === 0 ? null : `not looked at: ${notLooked.join(', ')}`;
    return pass({...grounds, actual: 'it is ACTIVE, and its images are in ECR', because});
  },
});
