import {UsageError} from '../../model/errors.ts';
import type {Shard} from '../../model/report.ts';

/** As many as the largest array of AWS Batch has. */
const MOST_SHARDS = 10_000;

/**
 * The value of `--shard`: `K/N`, from 1; `auto`: as AWS Batch tells the jobs of an array; `auto/N`: as Kubernetes tells
 * the pods of an Indexed Job, which do not learn how many they are. Both count from 0.
 *
 * @throws UsageError
 */
export function readShard(text: string, env: NodeJS.ProcessEnv): Shard {
  const [, which = '', total] = /^(auto|\d+)(?:\/(\d+))?$/.exec(text) ?? [];
  if (which === '' || (which !== 'auto' && total === undefined)) {
    throw refuse(text, 'is not K/N such as 2/5, auto (AWS Batch) or auto/N (Kubernetes)');
  }
  const of = total === undefined ? numberIn('AWS_BATCH_JOB_ARRAY_SIZE', text, env) : Number(total);
  if (of < 1 || of > MOST_SHARDS) throw refuse(text, `there are 1 to ${MOST_SHARDS} shards, not ${of}`);
  const variable = total === undefined ? 'AWS_BATCH_JOB_ARRAY_INDEX' : 'JOB_COMPLETION_INDEX';
  const index = which === 'auto' ? numberIn(variable, text, env) + 1 : Number(which);
  if (index >= 1 && index <= of) return {index, of};
  throw refuse(
    text,
    which === 'auto'
      ? `${variable} is ${index - 1}, and of ${of} shards the last has ${of - 1}`
      : `the shards of ${of} are 1 to ${of}`,
  );
}

function numberIn(variable: string, text: string, env: NodeJS.ProcessEnv): number {
  const value = env[variable] ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const whose = variable.startsWith('AWS_') ? 'a job of an AWS Batch array' : 'a pod of an Indexed Job of Kubernetes';
  const is = value === '' ? 'is not set' : `is "${value}"`;
  throw refuse(text, `${variable} ${is}, so this is not ${whose}; say which shard this is: --shard 2/5`);
}

function refuse(text: string, why: string): UsageError {
  return new UsageError(`--shard ${text}: ${why}`, {code: 'shard', where: '--shard'});
}
