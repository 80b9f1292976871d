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

const alarm = z.discriminatedUnion('type', [
  z.strictObject({
    ...ofEveryAlarm,
    type: z.literal('metric'),
    metrics: z.array(z.strictObject({namespace: text, name: text, dimensions: byName})),
    statistic: textOrNull,
    periodSeconds: numberOrNull,
    evaluationPeriods: z.number(),
    datapointsToAlarm: numberOrNull,
    threshold: numberOrNull,
    comparison: textOrNull,
    treatMissingData: text,
  }),
  z.strictObject({...ofEveryAlarm, type: z.enum(['composite', 'log']), rule: textOrNull}),
]) satisfies z.ZodType<Alarm>;

const dashboard = z.strictObject({name: text, body: text}) satisfies z.ZodType<Dashboard>;

const datapoint = z.strictObject({at: time, value: z.number()}) satisfies z.ZodType<Datapoint>;

export const CLOUDWATCH_FACTS = {
  alarm: alarm.nullable(),
  dashboard: dashboard.nullable(),
  datapoints: z.array(datapoint),
};
