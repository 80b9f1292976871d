import type {WorldMutation} from './world-mutation.ts';
import {another, none} from './wrong-values.ts';

const LET_THROUGH = 'the web ACL lets requests through';
const KEEPS_OUT = 'the new way keeps out what the old one did';

export const WAFV2_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'webAcl', field: 'defaultAction', wrong: 'block', breaks: LET_THROUGH},
  {fact: 'webAcl', field: 'rules[].action', wrong: 'block', breaks: LET_THROUGH},
  {fact: 'webAcl', field: 'rules[].action', wrong: 'count', breaks: KEEPS_OUT},
  {fact: 'webAcl', field: 'rules', wrong: none, breaks: KEEPS_OUT},
  {fact: 'webAcl', field: 'name', wrong: another, breaks: KEEPS_OUT},
  {fact: 'stageWebAcl', field: 'defaultAction', wrong: 'block', breaks: KEEPS_OUT},
  {fact: 'stageWebAcl', field: 'rules[].statement.name', wrong: another, breaks: KEEPS_OUT},
];
