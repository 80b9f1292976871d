import {expect} from 'chai';
import {runsImage as check} from '../../../src/checks/ecs/runs-image.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {IMAGE_DIGEST} from '../../../src/lab/worlds/ecs.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {EcsTask} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {task} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const REPOSITORY = '444444444444.dkr.ecr.eu-central-1.amazonaws.com/jessica-service';
const TAG = '2026-11-19';
const OTHER = `sha256:${'b'.repeat(64)}`;

neverPassesUnanswered(check, {service: 'service', tag: TAG});

describe('ecs/runs-image', () => {
  it('passes when every task has pulled what has the tag in ECR, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({service: 'service', tag: TAG}, world);
    expect(verdict.summary).to.equal(
      `container jessica-service of service jessica-service: all run the image with tag 2026-11-19 of ${REPOSITORY}: 1 of 1 task runs jessica-service:9`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam.filter((action) => action !== 'ecr:BatchGetImage'));
  });

  it('passes on the digest without a look at ECR', async () => {
    const world = awsWorld();
    expect((await check.run({service: 'service', digest: IMAGE_DIGEST}, world)).status).to.equal('pass');
    expect(world.usedActions()).not.to.include('ecr:DescribeImages');
  });

  it('fails when the tag was moved since the task was started', async () => {
    const verdict = await look({tag: TAG}, {}, {[`jessica-service:${TAG}`]: image(OTHER)});
    expect(verdict.actual).to.equal(`task 1 runs ${IMAGE_DIGEST}, not ${OTHER}`);
    expect(verdict.fix).to.include('--force-new-deployment');
  });

  it('fails when one of the tasks runs another image, which is not a list, by tag and by digest', async () => {
    const mixed = {tasks: [task(1), task(2, runs(`${REPOSITORY}:2026-11-05`, OTHER))]};
    expect((await look({tag: TAG}, mixed)).actual).to.equal(`task 2 runs ${OTHER}, not ${IMAGE_DIGEST}`);
    expect((await look({digest: IMAGE_DIGEST}, mixed)).status).to.equal('fail');
  });

  it('knows that two tags may name one image, and that a tag which ECR has not is run by nobody', async () => {
    const twice = {'jessica-service:stable': image(IMAGE_DIGEST)};
    expect((await look({tag: 'stable'}, {}, twice)).status).to.equal('pass');
    const none = await look({tag: 'next'}, {}, {'jessica-service:next': null});
    expect(none.actual).to.include('and tag next is not in ECR repository jessica-service');
    const gone = look({tag: TAG}, {}, {[`jessica-service:${TAG}`]: null});
    expect((await thrownBy(gone, CannotTell)).message).to.include(
      'any longer, so which image task 1 runs is not known',
    );
  });

  describe('where a manifest lists platforms', () => {
    const list = {[`jessica-service:${TAG}`]: image(OTHER, true)};
    const named = (...platforms: readonly (readonly [digest: string, platform: string | null])[]) => ({
      [`jessica-service@${OTHER}`]: platforms.map(([digest, platform]) => ({digest, platform})),
    });

    it('passes when the task says one that the list names, and uses the actions it declares', async () => {
      const ecrPlatforms = named([IMAGE_DIGEST, 'linux/amd64'], [`sha256:${'c'.repeat(64)}`, 'linux/arm64']);
      const world = awsWorld({ecrImages: {...HEALTHY.ecrImages, ...list}, ecrPlatforms});
      expect((await check.run({service: 'service', tag: TAG}, world)).status).to.equal('pass');
      expect(world.usedActions()).to.deep.equal(check.iam);
    });

    it('fails when the list does not name it', async () => {
      const ecrPlatforms = named([`sha256:${'c'.repeat(64)}`, 'linux/amd64']);
      const verdict = await look({tag: TAG}, {ecrPlatforms}, list);
      expect(verdict.actual).to.equal(`task 1 runs ${IMAGE_DIGEST}, not ${OTHER}`);
    });

    it('passes when the task says the list of the one image that is meant, whatever attests it', async () => {
      const tasks = [task(1, runs(`${REPOSITORY}:${TAG}`, OTHER))];
      const lists = {[`jessica-service@${OTHER}`]: image(OTHER, true)};
      const lookAt = (...platforms: readonly (readonly [digest: string, platform: string | null])[]) =>
        look({digest: IMAGE_DIGEST}, {tasks, ecrPlatforms: named(...platforms)}, lists);
      const attested = [`sha256:${'d'.repeat(64)}`, null] as const;
      expect((await lookAt([IMAGE_DIGEST, 'linux/amd64'], attested)).status).to.equal('pass');
      expect((await lookAt([`sha256:${'c'.repeat(64)}`, 'linux/amd64'])).status).to.equal('fail');
      const two = lookAt([IMAGE_DIGEST, 'linux/amd64'], [`sha256:${'c'.repeat(64)}`, 'linux/arm64/v8']);
      expect((await thrownBy(two, CannotTell)).message).to.include('a list for linux/amd64, linux/arm64/v8, in which');
    });

    it('cannot tell of a list that is gone', async () => {
      expect(
        (await thrownBy(look({tag: TAG}, {ecrPlatforms: {[`jessica-service@${OTHER}`]: null}}, list), CannotTell))
          .message,
      ).to.include('is of a platform of');
      const unknown = look({digest: OTHER}, {}, {[`jessica-service@${OTHER}`]: null});
      expect((await thrownBy(unknown, CannotTell)).message).to.include('is of a platform of');
    });
  });

  it('cannot tell by a tag which of several repositories is meant', async () => {
    const tasks = [task(1), task(2, runs(`${REPOSITORY}-old:${TAG}`, IMAGE_DIGEST))];
    const ecrImages = {[`jessica-service-old:${TAG}`]: image(IMAGE_DIGEST)};
    const two = look({tag: TAG}, {tasks}, ecrImages);
    expect((await thrownBy(two, CannotTell)).message).to.include('images of several repositories');
  });

  it('takes the name for it where the image is in another registry, and says so', async () => {
    const elsewhere = (...names: [name: string, digest: string | null][]) => ({
      tasks: names.map(([name, digest], i) => task(i + 1, runs(name, digest))),
    });
    const verdict = await look({tag: '7'}, elsewhere(['ghcr.io/georgi/web:7', OTHER]));
    expect(verdict.summary).to.include('what its registry has under this tag now was not looked at');
    expect((await look({tag: '8'}, elsewhere(['ghcr.io/georgi/web:7', OTHER]))).actual).to.equal(
      'task 1 runs ghcr.io/georgi/web:7',
    );
    const two = look({tag: '7'}, elsewhere(['ghcr.io/georgi/web:7', OTHER], ['ghcr.io/georgi/web:7', IMAGE_DIGEST]));
    expect((await thrownBy(two, CannotTell)).message).to.include('several images under one name');
    const byDigest = look({digest: IMAGE_DIGEST}, elsewhere(['ghcr.io/georgi/web:7', OTHER]));
    await thrownBy(byDigest, CannotTell);
  });

  it('cannot tell without a task that runs, its image, its digest, or the container that is meant', async () => {
    for (const [tasks, message] of [
      [[task(1, {desiredStatus: 'STOPPED'})], 'no task of it runs'],
      [[task(1, runs(`${REPOSITORY}:${TAG}`, null))], 'which digest task 1 has pulled'],
      [[task(1, {containers: [{name: 'jessica-service', image: null, imageDigest: null}]})], 'the image of task 1'],
      [[task(1, {containers: []})], 'there is no container "jessica-service"'],
    ] as const) {
      expect((await thrownBy(look({tag: TAG}, {tasks}), CannotTell)).message).to.include(message);
    }
  });

  it('wants a digest or a tag', () => {
    const valid = (more: object) => check.params.safeParse({service: 'service', ...more}).success;
    expect([valid({tag: '7'}), valid({digest: OTHER})]).to.deep.equal([true, true]);
    expect([valid({}), valid({tag: '7', digest: OTHER}), valid({digest: 'sha256:7'})]).not.to.include(true);
  });
});

function runs(name: string, imageDigest: string | null): Partial<EcsTask> {
  return {containers: [{name: 'jessica-service', image: name, imageDigest}]};
}

function image(digest: string, isList = false) {
  return {digest, status: 'ACTIVE', isList};
}

function look(
  wanted: {tag: string} | {digest: string},
  world: Partial<AwsWorld> = {},
  ecrImages: AwsWorld['ecrImages'] = {},
) {
  const all = {[`jessica-service@${OTHER}`]: image(OTHER), ...HEALTHY.ecrImages, ...ecrImages};
  return check.run({service: 'service', ...wanted}, awsWorld({tasks: [task(1)], ...world, ecrImages: all}));
}
