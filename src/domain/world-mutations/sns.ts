import type {WorldMutation} from './world-mutation.ts';
import {none} from './wrong-values.ts';

const HEARD = 'somebody hears of the alarm';

export const SNS_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'topicSubscriptions', field: '', wrong: null, breaks: 'the topic that the alarm names exists'},
  {fact: 'topicSubscriptions', field: '', wrong: none, breaks: HEARD},
  {fact: 'topicSubscriptions', field: '[].arn', wrong: null, breaks: 'whoever subscribed has confirmed it'},
  {fact: 'topicSubscriptions', field: '[].protocol', wrong: 'sqs', breaks: HEARD},
  {fact: 'topicAccess', field: 'keyId', wrong: 'alias/aws/sns', breaks: HEARD},
  {fact: 'topicAccess', field: 'policy', wrong: '{"Statement":[]}', breaks: HEARD},
  {fact: 'hasFilterPolicy', field: '', wrong: true, breaks: 'the topic passes on what the alarm says'},
];
