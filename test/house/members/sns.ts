import {type Reasons, SAYS} from './reasons.ts';

export const SNS_REASONS: Reasons = {
  members: {
    sns: [
      {
        of: 'Subscription',
        unread: 'Endpoint',
        because:
          'may be the address of a person, or a URL with a secret in it: it is kept out of the facts. Whether anybody is there cannot be told by it',
      },
      {of: 'Subscription', unread: 'Owner', because: SAYS.names},
      {of: 'Subscription', unread: 'TopicArn', because: 'repeats the question'},
    ],
  },
  fields: [],
};
