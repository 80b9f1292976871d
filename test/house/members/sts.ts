import type {Reasons} from './reasons.ts';

export const STS_REASONS: Reasons = {
  members: {
    sts: [
      {
        of: 'GetCallerIdentityResponse',
        unread: 'UserId',
        because: 'is the caller once more: which account it is in, and as whom, is read from Account and Arn',
      },
    ],
  },
  fields: [],
};
