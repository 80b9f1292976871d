import {readImageReference} from '../../domain/targets/image-reference.ts';
import {revisionsText, runningOf, runningRevisions} from '../../domain/targets/running-tasks.ts';
import {meantName} from '../../domain/targets/task-containers.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam, z} from '../../model/params.ts';
import {type EcrAsked, findImage, runningImages, type WantedImage} from '../../readers/running-image.ts';

export const runsImage = defineCheck({
  id: 'ecs/runs-image',
  title: 'Every running task of the service runs this image',
  why: 'A tag can be moved after tasks were started, and a service runs two images while it deploys: the name of an image does not say what answers.',
  fix: 'Deploy a revision that names the image, best by its digest (`image: …@sha256:…`), and wait until its tasks have replaced all others.',
  byHand:
    'aws ecs describe-tasks --cluster <CLUSTER> --tasks $(aws ecs list-tasks --cluster <CLUSTER> --service-name <SERVICE> --query taskArns --output text) --query "tasks[].containers[].[name,image,imageDigest]"',
  links: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Container.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html',
  ],
  facts: ['ecrImage', 'ecrPlatforms', 'service', 'tasks'],
  params: () =>
    z
      .strictObject({
        service: resourceParam('service', 'The service whose running tasks are looked at'),
        container: textParam('The container; default: the one behind the load balancer, or the only one').optional(),
        digest: z
          .string()
          .regex(/^sha256:[0-9a-f]{64}$/, {error: 'is not sha256: and 64 hexadecimal digits'})
          .optional()
          .meta({description: 'The digest of the image'}),
        tag: textParam('Instead of the digest: its tag; in ECR, the image that has this tag now is meant').optional(),
      })
      .refine(({digest, tag}) => (digest === undefined) !== (tag === undefined), {
        error: 'needs either a digest or a tag',
      }),
  async run({service: name, container: wanted, digest, tag}, {aws}) {
    const [service, tasks] = await Promise.all([aws.service(name), aws.tasks(name)]);
    const running = runningOf(tasks);
    const [first] = running;
    if (first === undefined) {
      throw new CannotTell(`service ${service.name}: no task of it runs`, 'start it, or see why none runs');
    }
    const names = first.containers.map((one) => one.name);
    const container = meantName(service, names, wanted, `task ${first.arn.split('/').at(-1)}`);
    const images = runningImages(running, container);
    const image: WantedImage = digest === undefined ? {tag: tag ?? ''} : {digest};
    const ecr: EcrAsked = {
      image: (asked) => aws.ecrImage(name, asked),
      platforms: (list) => aws.ecrPlatforms(name, list),
    };
    const found = await Promise.all(images.map((one) => findImage(one, image, ecr)));

    const grounds = {
      place: `container ${container} of service ${service.name}`,
      expected: digest === undefined ? `the image with tag ${tag}` : `image ${digest}`,
      evidence: images.map((one) => ({
        what: `task ${one.task}`,
        value: `${one.image ?? 'image not said'}, ${one.digest ?? 'digest not said'}`,
        source: `ecs:DescribeTasks of ${name}`,
      })),
    };
    const others = found.flatMap((one) => (one.is === 'other' ? {what: one.what, fix: OTHER} : []));
    if (others.length > 0) return fail({...grounds, faults: others});
    const digests = new Set(images.map((one) => one.digest));
    const repositories = [
      ...new Set(images.flatMap((one) => (one.image === null ? [] : readImageReference(one.image).name))),
    ];
    const byName = found.some(({is}) => is === 'wanted by name');
    const unknown = found.flatMap((one) => (one.is === 'unknown' ? one.what : []));
    if (byName && digests.size > 1)
      unknown.push(`its tasks run several images under one name (${[...digests].join(', ')})`);
    if (digest === undefined && repositories.length > 1) {
      unknown.push(`its tasks run images of several repositories (${repositories.join(', ')}), and a tag is of one`);
    }
    if (unknown.length > 0) {
      throw new CannotTell(`${grounds.place}: ${unknown.join('; ')}`, 'compare the digests by hand, or give another');
    }
    return pass({
      ...grounds,
      actual: `all run ${grounds.expected}${digest === undefined ? ` of ${repositories.join(', ')}` : ''}: ${revisionsText(runningRevisions(running))}`,
      because: byName ? 'by its name: what its registry has under this tag now was not looked at' : null,
    });
  },
});

const OTHER =
  'Deploy a revision that names the image that is meant, or wait until its deployment has replaced these tasks; where its tag was moved since, deploy again (aws ecs update-service --force-new-deployment).';
