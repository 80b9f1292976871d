import type {WorldMutation} from './world-mutation.ts';

const LET_THROUGH = 'the web ACL lets requests through';

export const WAFV2_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'webAcl', field: 'defaultAction', wrong: 'block', breaks: LET_THROUGH},
  {fact: 'webAcl', field: 'rules[].action', wrong: 'block', breaks: LET_THROUGH},
];
