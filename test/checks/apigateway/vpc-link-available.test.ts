import {expect} from 'chai';
import {vpcLinkAvailable as check} from '../../../src/checks/apigateway/vpc-link-available.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {VpcLink} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {vpcLink} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(
  check,
  {api: 'api', vpcLink: 'central-link'},
  {
    nothingIsAnAnswer: {
      'apigateway:GetVpcLinks': 'this API says so of an empty list; the link is one of the other version',
    },
  },
);

describe('apigateway/vpc-link-available', () => {
  it('passes on an available link, by name and by id, and uses the actions it declares', async () => {
    for (const name of ['central-link', 'x4v8zt']) {
      const world = awsWorld();
      const verdict = await check.run({api: 'api', vpcLink: name}, world);
      expect(verdict).to.deep.include({status: 'pass', summary: 'VPC link central-link (x4v8zt): AVAILABLE'});
      expect(world.usedActions()).to.deep.equal(check.iam);
    }
  });

  it('explains a link that nobody used', async () => {
    const verdict = await look([vpcLink({status: 'INACTIVE'})]);
    expect(verdict).to.deep.include({status: 'fail', actual: 'INACTIVE'});
    expect(verdict.summary).to.include('60 days');
  });

  it('fails on any other state, with the reason AWS gives', async () => {
    const failed = await look([vpcLink({status: 'FAILED', statusMessage: 'no free addresses', version: 1})]);
    expect(failed.summary).to.equal('VPC link central-link (x4v8zt): FAILED, not AVAILABLE; no free addresses');
    expect(failed.byHand).to.include('aws apigateway get-vpc-link');
    for (const status of ['PENDING', 'DELETING', 'NEW']) {
      expect((await look([vpcLink({status})])).status, status).to.equal('fail');
    }
  });

  it('fails when there is none of that name, naming the near one', async () => {
    const verdict = await check.run({api: 'api', vpcLink: 'central-lnk'}, awsWorld());
    expect(verdict.summary).to.equal(
      'VPC link central-lnk: there is none of this name; there are: central-link. Did you mean "central-link"?',
    );
    expect((await look([])).actual).to.equal('there is none of this name; there are: none.');
  });

  it('cannot tell where the API is not: in another region its link is missing too', async () => {
    const {aws, ...world} = awsWorld({vpcLinks: []});
    const api = () => Promise.reject(new CannotTell('API jessica-api: not in eu-west-1', 'correct the region'));
    const elsewhere = check.run({api: 'api', vpcLink: 'central-link'}, {...world, aws: {...aws, api}});
    expect((await thrownBy(elsewhere, CannotTell)).message).to.include('not in eu-west-1');
  });

  it('takes an id before a name, and cannot tell two of one name apart', async () => {
    const shadow = vpcLink({id: 'vl-2', name: 'x4v8zt', status: 'FAILED'});
    expect(
      (await check.run({api: 'api', vpcLink: 'x4v8zt'}, awsWorld({vpcLinks: [shadow, vpcLink()]}))).status,
    ).to.equal('pass');
    const twins = look([vpcLink(), vpcLink({id: 'vl-2'})]);
    expect((await thrownBy(twins, CannotTell)).message).to.include('2 have that name (x4v8zt, vl-2)');
  });
});

function look(vpcLinks: readonly VpcLink[]) {
  return check.run({api: 'api', vpcLink: 'central-link'}, awsWorld({vpcLinks}));
}
