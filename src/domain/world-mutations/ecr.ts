import type {WorldMutation} from './world-mutation.ts';
import {another, opposite} from './wrong-values.ts';

const PULLED = 'the tasks run the image that is meant';
const STARTS = 'tasks of the revision can be started again';

export const ECR_MUTATIONS: readonly WorldMutation[] = [
  {fact: 'ecrImage', field: '', wrong: null, breaks: STARTS},
  {fact: 'ecrImage', field: 'digest', wrong: another, breaks: PULLED},
  {fact: 'ecrImage', field: 'status', wrong: 'ARCHIVED', breaks: STARTS},
  {fact: 'ecrImage', field: 'isList', wrong: opposite, breaks: PULLED},
];
