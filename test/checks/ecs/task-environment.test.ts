import {expect} from 'chai';
import {taskEnvironment as check} from '../../../src/checks/ecs/task-environment.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ContainerDefinition, EcsTask} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {atRevision, container, task, taskDefinition} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(check, {service: 'service', expect: {BASE_PATH: '/jessica-service'}});

describe('ecs/task-environment', () => {
  it('passes on the value asked for, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({service: 'service', expect: {BASE_PATH: '/jessica-service'}}, world);
    expect(verdict).to.deep.include({status: 'pass', actual: 'BASE_PATH as expected'});
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails on another value without showing it', async () => {
    const verdict = await look({BASE_PATH: '/jessica'});
    expect(verdict.actual).to.equal('BASE_PATH is not "/jessica"');
    expect(JSON.stringify(verdict)).not.to.include('/jessica-service"');
    expect(verdict.evidence[0]?.value).to.equal('differs');
  });

  it('tells the empty value from none', async () => {
    const members = {environmentNames: ['EMPTY']};
    expect((await look({EMPTY: ''}, members, {'jessica-service/EMPTY': ''})).status).to.equal('pass');
    expect((await look({NOTHING: ''}, members)).actual).to.equal(
      'NOTHING is not set (what the image itself sets was not looked at)',
    );
  });

  it('fails on what is wrong for sure, whatever else is hidden', async () => {
    const verdict = await look({DATABASE_URL: 'x', PUBLIC_URL: 'y'});
    expect(verdict.actual).to.equal('PUBLIC_URL is not set (what the image itself sets was not looked at)');
  });

  it('cannot tell what a secret store or a file of variables holds', async () => {
    expect((await thrownBy(look({DATABASE_URL: 'x'}), CannotTell)).message).to.include('from a secret store');
    const filed = look({PUBLIC_URL: 'y'}, {environmentFiles: ['arn:aws:s3:::b/app.env']});
    expect((await thrownBy(filed, CannotTell)).message).to.include('perhaps from arn:aws:s3:::b/app.env');
  });

  it('cannot tell about a container that is not there', async () => {
    const other = check.run({service: 'service', container: 'jessica', expect: {A: 'b'}}, awsWorld());
    expect((await thrownBy(other, CannotTell)).message).to.include('Did you mean "jessica-service"?');
  });

  it('judges the revision that runs, not the one that the service names', async () => {
    const runs = atRevision(7);
    const two = [1, 2].map((number) => task(number, {taskDefinitionArn: runs.arn}));
    const ask = (seventh: string) =>
      check.run(
        {service: 'service', expect: {BASE_PATH: '/jessica-service'}},
        awsWorld({
          tasks: two,
          taskDefinitions: [...HEALTHY.taskDefinitions, runs],
          environment: {...HEALTHY.environment, 'jessica-service:7/jessica-service/BASE_PATH': seventh},
        }),
      );
    expect((await ask('/jessica-service')).summary).to.equal(
      'container jessica-service of jessica-service:7: BASE_PATH as expected; 2 of 2 tasks run jessica-service:7 (the service names jessica-service:9, which no task runs: it was not looked at)',
    );
    const failed = await ask('/old');
    expect(failed.actual).to.equal('BASE_PATH is not "/jessica-service"');
    expect(failed.fix).to.include('Let jessica-service:9, which the service names, replace the tasks');
  });

  it('judges every revision that runs, but for tasks that are being stopped', async () => {
    const [old, gone] = [atRevision(7, {containers: [container({environmentNames: []})]}), atRevision(5)];
    const some = (...tasks: EcsTask[]) =>
      check.run(
        {service: 'service', expect: {BASE_PATH: '/jessica-service'}},
        awsWorld({tasks, taskDefinitions: [...HEALTHY.taskDefinitions, old, gone]}),
      );
    const mixed = await some(task(1), task(2), task(3, {taskDefinitionArn: old.arn}));
    expect(mixed.summary).to.equal(
      'service jessica-service: jessica-service:7: BASE_PATH is not set (what the image itself sets was not looked at); 2 of 3 tasks run jessica-service:9, 1 of 3 jessica-service:7',
    );
    const stopping = task(3, {taskDefinitionArn: old.arn, desiredStatus: 'STOPPED'});
    expect((await some(task(1), stopping)).summary).to.include('1 of 1 task runs jessica-service:9');
    expect((await thrownBy(some(stopping), CannotTell)).message).to.include('no task of it runs');
  });

  it('cannot tell what a task was started with instead', async () => {
    const override = {container: 'jessica-service', environmentNames: ['BASE_PATH'], environmentFiles: []};
    const ask = (one: typeof override) =>
      check.run(
        {service: 'service', expect: {BASE_PATH: '/jessica-service'}},
        awsWorld({tasks: [task(1, {overrides: [one]})]}),
      );
    expect((await thrownBy(ask(override), CannotTell)).message).to.include('BASE_PATH comes from an override');
    expect((await ask({...override, container: 'proxy'})).status).to.equal('pass');
    expect((await ask({...override, environmentNames: ['LOG_LEVEL']})).status).to.equal('pass');
  });

  it('takes numbers and booleans for their text, and wants a name at least', () => {
    const parsed = check.params.parse({service: 's', expect: {PORT: 8000, DEBUG: false}});
    expect(parsed.expect).to.deep.equal({PORT: '8000', DEBUG: 'false'});
    expect(check.params.safeParse({service: 's', expect: {}}).success).to.equal(false);
  });
});

function look(
  wanted: Record<string, string>,
  members: Partial<ContainerDefinition> = {},
  environment?: Record<string, string>,
) {
  const world = awsWorld({
    taskDefinitions: [taskDefinition({containers: [container(members)]})],
    ...(environment === undefined ? {} : {environment}),
  });
  return check.run({service: 'service', expect: wanted}, world);
}
