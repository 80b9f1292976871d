import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
} from '@aws-sdk/client-sns';
import {expect} from 'chai';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {mockedSdk, probe, refusedWith} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:444444444444:on-call';
const SUBSCRIPTION = `${TOPIC}:6b5a9a3c-6cf5-4d0a-9a51-2f0f4d1f7f11`;

describe('facts of SNS', () => {
  const sdk = mockedSdk();

  beforeEach(() => sdk.reset());

  after(() => sdk.restore());

  it('are the subscriptions of every page, without their endpoints, and without an ARN until they are confirmed', async () => {
    const subscribed = (SubscriptionArn: string, Protocol: string) => ({
      Subscriptions: [{SubscriptionArn, Protocol, Endpoint: 'somebody@georgi.io'}],
    });
    sdk.sns
      .on(ListSubscriptionsByTopicCommand, {TopicArn: TOPIC, NextToken: undefined})
      .resolves({...subscribed('PendingConfirmation', 'email'), NextToken: '2'})
      .on(ListSubscriptionsByTopicCommand, {TopicArn: TOPIC, NextToken: '2'})
      .resolves(subscribed(SUBSCRIPTION, 'https'));
    expect(await probe().facts.topicSubscriptions('alb', TOPIC)).to.deep.equal([
      {arn: null, protocol: 'email'},
      {arn: SUBSCRIPTION, protocol: 'https'},
    ]);
  });

  for (const code of ['NotFound', 'NotFoundException']) {
    it(`are null for a topic of which AWS says ${code}`, async () => {
      sdk.sns.on(ListSubscriptionsByTopicCommand).rejects(refusedWith(code, 'Topic does not exist', 404));
      expect(await probe().facts.topicSubscriptions('alb', TOPIC)).to.equal(null);
    });
  }

  it('are refused for a topic of another account that does not allow it', async () => {
    sdk.sns.on(ListSubscriptionsByTopicCommand).rejects(refusedWith('AuthorizationError', 'not authorized', 403));
    const refusal = await thrownBy(probe().facts.topicSubscriptions('alb', TOPIC), AwsRefusal);
    expect(refusal.action).to.equal('sns:ListSubscriptionsByTopic');
  });

  it('are who may send to a topic, and the key that it is encrypted with', async () => {
    for (const [Attributes, expected] of [
      [
        {KmsMasterKeyId: 'alias/aws/sns', Policy: '{}'},
        {keyId: 'alias/aws/sns', policy: '{}'},
      ],
      [
        {KmsMasterKeyId: '', Policy: '{}'},
        {keyId: null, policy: '{}'},
      ],
    ] as const) {
      sdk.sns.on(GetTopicAttributesCommand).resolves({Attributes});
      expect(await probe().facts.topicAccess('alb', TOPIC)).to.deep.equal(expected);
    }
    for (const answer of [{}, {Attributes: {KmsMasterKeyId: ''}}]) {
      sdk.sns.on(GetTopicAttributesCommand).resolves(answer);
      await thrownBy(probe().facts.topicAccess('alb', TOPIC), AwsRefusal);
    }
  });

  it('say whether there is a filter policy; an empty one lets everything through', async () => {
    for (const [Attributes, expected] of [
      [{FilterPolicy: '{"severity":["high"]}'}, true],
      [{FilterPolicy: '{}'}, false],
      [{Protocol: 'email'}, false],
    ] as const) {
      sdk.sns.on(GetSubscriptionAttributesCommand).resolves({Attributes});
      expect(await probe().facts.hasFilterPolicy('alb', SUBSCRIPTION)).to.equal(expected);
    }
    sdk.sns.on(GetSubscriptionAttributesCommand).resolves({});
    await thrownBy(probe().facts.hasFilterPolicy('alb', SUBSCRIPTION), AwsRefusal);
  });
});
