import {expect} from 'chai';
import {previousRevisionIsRunnable as check} from '../../../src/checks/ecs/previous-revision-is-runnable.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ContainerDefinition, EcrImage, TaskDefinition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {atRevision, container, ecsService} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const REPOSITORY = '444444444444.dkr.ecr.eu-central-1.amazonaws.com/jessica-service';
const DIGEST = `sha256:${'c'.repeat(64)}`;

neverPassesUnanswered(check, {service: 'service'});

describe('ecs/previous-revision-is-runnable', () => {
  it('passes when it is active and its image is there, says what it did not look at, and uses its actions', async () => {
    const world = awsWorld();
    const verdict = await check.run({service: 'service'}, world);
    expect(verdict.summary).to.equal(
      `task definition jessica-service:8: it is ACTIVE, and its images are in ECR; not looked at: whether a tag still means the image of then (${REPOSITORY}:2026-11-05), its roles, its secrets`,
    );
    const onlyForMissing = 'ecr:DescribePullThroughCacheRules';
    expect(world.usedActions()).to.deep.equal(check.iam.filter((action) => action !== onlyForMissing));
  });

  it('looks at the revision that is named', async () => {
    const seventh = atRevision(7, {containers: [container({image: `${REPOSITORY}@${DIGEST}`})]});
    const found = (ecrImage: EcrImage | null) =>
      check.run(
        {service: 'service', revision: 'jessica-service:7'},
        awsWorld({taskDefinitions: [seventh], ecrImages: {[`jessica-service@${DIGEST}`]: ecrImage}}),
      );
    const image = {digest: DIGEST, status: 'ACTIVE', isList: false};
    expect((await found(image)).summary).not.to.include('whether a tag');
    expect((await found(null)).actual).to.equal(
      `image ${REPOSITORY}@${DIGEST} of container jessica-service is not in ECR`,
    );
    expect((await found({...image, status: 'ARCHIVED'})).actual).to.include('is ARCHIVED');
    expect((await thrownBy(found({...image, status: 'ACTIVATING'}), CannotTell)).message).to.include('is ACTIVATING');
  });

  it('fails when it was deregistered, whatever its image', async () => {
    expect((await look({status: 'INACTIVE'})).actual).to.equal('it is INACTIVE');
    expect((await look({status: 'DELETE_IN_PROGRESS'})).fix).to.include('register-task-definition');
  });

  it('looks at every container, and says which images are in other registries', async () => {
    const there = container({image: `${REPOSITORY}:2026-11-05`});
    const beside = container({name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.27'});
    const gone = container({name: 'proxy', image: `${REPOSITORY}:gone`});
    const both = await look({}, [there, beside]);
    expect(both.summary).to.include('images in other registries (public.ecr.aws/nginx/nginx:1.27)');
    expect((await look({}, [there, gone])).actual).to.include('of container proxy is not in ECR');
    expect((await thrownBy(look({}, [beside]), CannotTell)).message).to.include('in no private registry of ECR');
  });

  it('cannot tell of an image that ECR would fetch from another registry when it is pulled', async () => {
    const image = REPOSITORY.replace('jessica-service', 'ecr-public/nginx/nginx:1.27');
    const cached = (prefix: string) => {
      const world = awsWorld({
        taskDefinitions: [atRevision(8, {containers: [container({image})]})],
        ecrImages: {'ecr-public/nginx/nginx:1.27': null},
        ecrCacheRules: [{prefix, upstream: 'public.ecr.aws'}],
      });
      return {world, verdict: check.run({service: 'service'}, world)};
    };
    const {world, verdict} = cached('ecr-public');
    expect((await thrownBy(verdict, CannotTell)).message).to.include('which fetches it from public.ecr.aws when');
    expect(world.usedActions()).to.deep.equal(check.iam);
    await thrownBy(cached('ROOT').verdict, CannotTell);
    expect((await cached('ecr').verdict).actual).to.include('is not in ECR');
  });

  it('cannot tell when there is no revision before', async () => {
    const first = awsWorld({service: ecsService({taskDefinitionArn: atRevision(1).arn})});
    const asked = check.run({service: 'service'}, first);
    expect((await thrownBy(asked, CannotTell)).message).to.include('no revision before jessica-service:1');
  });

  it('wants family and revision', () => {
    const valid = (revision: string) => check.params.safeParse({service: 'service', revision}).success;
    expect([valid('a-b:7'), valid('a'), valid('arn:aws:ecs:r:1:task-definition/a:7')]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });
});

function look(members: Partial<TaskDefinition>, containers?: readonly ContainerDefinition[]) {
  const [, before] = HEALTHY.taskDefinitions;
  if (before === undefined) throw new Error('the healthy world has a revision before');
  const eighth = {...before, ...members, ...(containers === undefined ? {} : {containers})};
  const ecrImages = {...HEALTHY.ecrImages, 'jessica-service:gone': null};
  return check.run({service: 'service'}, awsWorld({taskDefinitions: [eighth], ecrImages}));
}
