import {expect} from 'chai';
import {readShard} from '../../../src/cli/run/shard.ts';
import {UsageError} from '../../../src/model/errors.ts';

describe('--shard', () => {
  const batch = {AWS_BATCH_JOB_ARRAY_INDEX: '1', AWS_BATCH_JOB_ARRAY_SIZE: '5'};
  const rows: [text: string, env: NodeJS.ProcessEnv, shard: [number, number]][] = [
    ['2/5', {}, [2, 5]],
    ['1/1', batch, [1, 1]],
    ['auto', batch, [2, 5]],
    ['auto', {AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '2'}, [1, 2]],
    ['auto/3', {JOB_COMPLETION_INDEX: '2'}, [3, 3]],
    ['auto/3', {...batch, JOB_COMPLETION_INDEX: '0'}, [1, 3]],
  ];
  for (const [text, env, [index, of]] of rows) {
    it(`reads ${text} of ${JSON.stringify(env)}`, () => expect(readShard(text, env)).to.deep.equal({index, of}));
  }

  const refusals: [text: string, env: NodeJS.ProcessEnv, says: string][] = [
    ['2', {}, 'is not K/N such as 2/5, auto (AWS Batch) or auto/N (Kubernetes)'],
    ['0/5', {}, 'the shards of 5 are 1 to 5'],
    ['6/5', {}, 'the shards of 5 are 1 to 5'],
    ['1/0', {}, 'there are 1 to 10000 shards, not 0'],
    ['-1/5', {}, 'is not K/N'],
    ['1/2/3', {}, 'is not K/N'],
    ['1/99999999999999999999', {}, 'there are 1 to 10000 shards'],
    [
      'auto',
      {},
      'AWS_BATCH_JOB_ARRAY_SIZE is not set, so this is not a job of an AWS Batch array; say which shard this is',
    ],
    ['auto', {AWS_BATCH_JOB_ARRAY_SIZE: '5'}, 'AWS_BATCH_JOB_ARRAY_INDEX is not set'],
    [
      'auto',
      {AWS_BATCH_JOB_ARRAY_SIZE: '5', AWS_BATCH_JOB_ARRAY_INDEX: '5'},
      'AWS_BATCH_JOB_ARRAY_INDEX is 5, and of 5 shards the last has 4',
    ],
    ['auto/3', batch, 'JOB_COMPLETION_INDEX is not set, so this is not a pod of an Indexed Job of Kubernetes'],
    ['auto/3', {JOB_COMPLETION_INDEX: 'x'}, 'JOB_COMPLETION_INDEX is "x"'],
  ];
  for (const [text, env, says] of refusals) {
    it(`refuses ${text} of ${JSON.stringify(env)}`, () =>
      expect(() => readShard(text, env)).to.throw(UsageError, `--shard ${text}: ${says}`));
  }
});
