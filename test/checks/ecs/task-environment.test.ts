import {expect} from 'chai';
import {taskEnvironment as check} from '../../../src/checks/ecs/task-environment.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ContainerDefinition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {container, taskDefinition} from '../../support/aws-facts.ts';
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
    expect((await look({NOTHING: ''}, members)).actual).to.equal('NOTHING is not set');
  });

  it('fails on what is wrong for sure, whatever else is hidden', async () => {
    const verdict = await look({DATABASE_URL: 'x', PUBLIC_URL: 'y'});
    expect(verdict.actual).to.equal('PUBLIC_URL is not set');
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
