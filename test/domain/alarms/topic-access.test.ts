import {expect} from 'chai';
import {publishingOf} from '../../../src/domain/alarms/topic-access.ts';

const ALARM = 'arn:aws:cloudwatch:eu-central-1:444444444444:alarm:errors';
const PUBLISH = {Effect: 'Allow', Principal: {Service: 'cloudwatch.amazonaws.com'}, Action: 'sns:Publish'};
const OF_ACCOUNT = {...PUBLISH, Principal: {AWS: '*'}, Condition: {StringEquals: {'AWS:SourceOwner': '444444444444'}}};

describe('publishing to a topic', () => {
  const type = (...Statement: object[]) =>
    publishingOf({keyId: null, policy: JSON.stringify({Statement})}, ALARM, 'on-call').type;

  it('is open to CloudWatch, to everybody, and to the account as SNS has it by default', () => {
    for (const statement of [
      PUBLISH,
      OF_ACCOUNT,
      {...PUBLISH, Principal: '*'},
      {...PUBLISH, Principal: {Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com']}},
      {...PUBLISH, Action: ['SNS:Subscribe', 'SNS:P*']},
      {...PUBLISH, Action: '*'},
      {...PUBLISH, Condition: {StringEquals: {'aws:SourceAccount': ['1', '444444444444']}}},
      {...PUBLISH, Condition: {ArnLike: {'aws:SourceArn': 'arn:aws:cloudwatch:*:444444444444:alarm:*'}}},
      {...PUBLISH, Condition: {StringNotEquals: {'aws:SourceAccount': '1'}}},
      {...PUBLISH, Condition: {StringLike: {'aws:SourceArn': 'arn:aws:cloudwatch:*:444444444444:alarm:*'}}},
      {...PUBLISH, Condition: {ArnEquals: {'aws:SourceArn': 'arn:aws:cloudwatch:*:444444444444:alarm:err*'}}},
      {...PUBLISH, Condition: {Bool: {'aws:SecureTransport': 'true'}}},
    ]) {
      expect(type(statement), JSON.stringify(statement)).to.equal('open');
    }
    expect(publishingOf({keyId: null, policy: JSON.stringify({Statement: PUBLISH})}, ALARM, 'x').type).to.equal('open');
  });

  it('is closed to others, to other actions and under other conditions', () => {
    expect(type()).to.equal('closed');
    for (const statement of [
      {...PUBLISH, Principal: {Service: 'events.amazonaws.com'}},
      {...PUBLISH, Principal: {AWS: 'arn:aws:iam::555555555555:root'}},
      {...PUBLISH, Action: 'sns:Subscribe'},
      {...PUBLISH, Condition: {StringEquals: {'aws:SourceAccount': '555555555555'}}},
      // A pattern is one for StringLike and for ARNs alone, and the names of alarms have their case.
      {...PUBLISH, Condition: {StringEquals: {'aws:SourceArn': 'arn:aws:cloudwatch:*:444444444444:alarm:*'}}},
      {...PUBLISH, Condition: {StringLike: {'aws:SourceArn': 'arn:aws:cloudwatch:*:444444444444:alarm:Errors'}}},
      {
        ...PUBLISH,
        Condition: {ArnEquals: {'aws:SourceArn': 'arn:aws:cloudwatch:eu-central-1:444444444444:alarm:other'}},
      },
      {...PUBLISH, Condition: {Bool: {'aws:SecureTransport': false}}},
    ]) {
      expect(type(statement), JSON.stringify(statement)).to.equal('closed');
    }
  });

  it('is closed by what is denied, though it is allowed', () => {
    expect(type(PUBLISH, {...PUBLISH, Effect: 'Deny', Principal: '*'})).to.equal('closed');
    const insecure = {Effect: 'Deny', Principal: '*', Action: '*', Condition: {Bool: {'aws:SecureTransport': 'false'}}};
    expect(type(PUBLISH, insecure)).to.equal('open');
    expect(type(PUBLISH, {...PUBLISH, Effect: 'Deny', Principal: {AWS: '555555555555'}})).to.equal('open');
  });

  it('is not known under conditions that are not read, and without one that is read', () => {
    for (const statement of [
      {...PUBLISH, Condition: {StringEquals: {'aws:PrincipalOrgID': 'o-1'}}},
      {...PUBLISH, Condition: {DateGreaterThan: {'aws:SourceArn': 'x'}}},
      {...PUBLISH, Principal: {AWS: 'arn:aws:iam::444444444444:root'}},
      {...PUBLISH, Principal: {AWS: '444444444444'}},
      {Effect: 'Allow', NotPrincipal: {AWS: '1'}, Action: 'sns:Publish'},
      {Effect: 'Allow', Principal: '*', NotAction: 'sns:Subscribe'},
    ]) {
      expect(type(statement), JSON.stringify(statement)).to.equal('unknown');
    }
    expect(
      type(PUBLISH, {...PUBLISH, Effect: 'Deny', Condition: {IpAddress: {'aws:SourceIp': '10.0.0.0/8'}}}),
    ).to.equal('unknown');
    for (const policy of ['', '{}', 'not JSON']) {
      expect(publishingOf({keyId: null, policy}, ALARM, 'x').type).to.equal('unknown');
    }
  });

  it('is closed by the key that AWS keeps for SNS, and not known of any other', () => {
    const policy = JSON.stringify({Statement: [OF_ACCOUNT]});
    const key = (keyId: string) => publishingOf({keyId, policy}, ALARM, 'x').type;
    expect(key('alias/aws/sns')).to.equal('closed');
    expect(key('arn:aws:kms:eu-central-1:444444444444:alias/aws/sns')).to.equal('closed');
    expect(key('alias/our/aws/sns')).to.equal('unknown');
    expect(key('arn:aws:kms:eu-central-1:444444444444:key/1234abcd')).to.equal('unknown');
  });
});
