import {z} from 'zod';
import type {Alarm, Dashboard, Datapoint} from '../aws-facts.ts';
import {byName, numberOrNull, text, textOrNull, texts, time} from './parts.ts';

const ofEveryAlarm = {
  arn: text,
  name: text,
  actionsEnabled: z.boolean(),
  alarmActions: texts,
  state: text,
  stateReason: textOrNull,
};

const metric = z.strictObject({namespace: text, name: text, dimensions: byName});

const query = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('metric'),
    id: text,
    isWatched: z.boolean(),
    metric,
    statistic: text,
    periodSeconds: z.number(),
    unit: textOrNull,
    accountId: textOrNull,
  }),
  z.strictObject({type: z.literal('expression'), id: text, isWatched: z.boolean(), expression: text}),
]);

const alarm = z.discriminatedUnion('type', [
  z.strictObject({
    ...ofEveryAlarm,
    type: z.literal('metric'),
    queries: z.array(query),
    evaluationPeriods: z.number(),
    datapointsToAlarm: numberOrNull,
    threshold: numberOrNull,
    comparison: textOrNull,
    treatMissingData: text,
    fewSamples: text,
    isWallClock: z.boolean(),
  }),
  z.strictObject({...ofEveryAlarm, type: z.literal('composite'), rule: text, suppressor: textOrNull}),
  z.strictObject({...ofEveryAlarm, type: z.enum(['log', 'PromQL'])}),
]) satisfies z.ZodType<Alarm>;

const dashboard = z.strictObject({name: text, body: text}) satisfies z.ZodType<Dashboard>;

const datapoint = z.strictObject({at: time, value: z.number()}) satisfies z.ZodType<Datapoint>;

export const CLOUDWATCH_FACTS = {
  alarm: alarm.nullable(),
  parentAlarms: texts,
  dashboard: dashboard.nullable(),
  datapoints: z.array(datapoint),
};
