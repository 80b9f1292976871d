import {z} from 'zod';
import type {Alarm, Dashboard, Datapoint, MuteRule, MuteSchedule} from '../aws-facts.ts';
import {byName, numberOrNull, text, textOrNull, texts, time, timeOrNull} from './parts.ts';

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

const suppressor = z.strictObject({
  alarm: text,
  waitSeconds: z.number(),
  extensionSeconds: z.number(),
  suppressedBy: textOrNull,
});

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
    evaluationState: textOrNull,
    warmUpMinutes: numberOrNull,
    isWallClock: z.boolean(),
  }),
  z.strictObject({...ofEveryAlarm, type: z.literal('composite'), rule: text, suppressor: suppressor.nullable()}),
  z.strictObject({...ofEveryAlarm, type: z.enum(['log', 'PromQL'])}),
]) satisfies z.ZodType<Alarm>;

const muteRule = z.strictObject({name: text, status: text, expiresAt: timeOrNull}) satisfies z.ZodType<MuteRule>;

const muteSchedule = z.strictObject({
  expression: text,
  duration: text,
  timezone: text,
}) satisfies z.ZodType<MuteSchedule>;

const dashboard = z.strictObject({name: text, body: text}) satisfies z.ZodType<Dashboard>;

const datapoint = z.strictObject({at: time, value: z.number()}) satisfies z.ZodType<Datapoint>;

export const CLOUDWATCH_FACTS = {
  alarm: alarm.nullable(),
  parentAlarms: texts,
  muteRules: z.array(muteRule),
  muteSchedule,
  dashboard: dashboard.nullable(),
  datapoints: z.array(datapoint),
};
