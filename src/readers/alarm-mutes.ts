import {muteEndMs, muteScheduleText} from '../domain/alarms/mute-schedule.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, MuteRule, MuteSchedule} from '../model/facts/aws-facts.ts';
import type {Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {command} from '../model/text/shell.ts';

type Asked = Pick<AwsFacts, 'muteRules' | 'muteSchedule'>;
type Alb = ResourceRef<'loadBalancer'>;

/** What mute rules make of the actions of an alarm. */
export interface Mutes {
  /** Those that keep its actions back now. */
  readonly faults: readonly Fault[];
  /** Of those that will: `mute rule night will mute it (cron(0 2 * * *) in UTC, for 4 h)`. */
  readonly later: readonly string[];
}

/** What is unknown of a rule beyond its status changes nothing: AWS itself says which of them mute now. */
export async function mutesOf(alb: Alb, alarmName: string, now: Date, aws: Asked): Promise<Mutes> {
  const rules = (await aws.muteRules(alb, alarmName)).filter(({status}) => status !== 'EXPIRED');
  const seen = await Promise.all(rules.map(async (rule) => ({rule, schedule: await scheduleOf(alb, rule, aws)})));
  return {
    faults: seen.flatMap(({rule, schedule}) => (rule.status === 'ACTIVE' ? [mutedFault(rule, schedule, now)] : [])),
    later: seen.flatMap(({rule, schedule}) =>
      rule.status === 'SCHEDULED' ? [`mute rule ${rule.name} will mute it (${whenText(schedule)})`] : [],
    ),
  };
}

async function scheduleOf(alb: Alb, {name}: MuteRule, aws: Asked): Promise<MuteSchedule | CannotTell> {
  try {
    return await aws.muteSchedule(alb, name);
  } catch (thrown) {
    if (thrown instanceof CannotTell) return thrown;
    throw thrown;
  }
}

function mutedFault({name, expiresAt}: MuteRule, schedule: MuteSchedule | CannotTell, now: Date): Fault {
  const show = command`aws cloudwatch get-alarm-mute-rule --alarm-mute-rule-name ${name}`;
  return {
    what: `mute rule ${name} mutes it now (${untilText(schedule, expiresAt, now)}): its actions tell nobody`,
    fix: `Wait until the rule no longer mutes it, or take the alarm out of the rule (\`${show}\` shows it).`,
  };
}

function untilText(schedule: MuteSchedule | CannotTell, expiresAt: string | null, now: Date): string {
  const endMs = schedule instanceof CannotTell ? null : muteEndMs(schedule, now.getTime());
  const ends = [endMs, expiresAt === null ? null : Date.parse(expiresAt)].filter((one) => one !== null);
  const when = whenText(schedule);
  return ends.length === 0 ? when : `until ${new Date(Math.min(...ends)).toISOString()}; ${when}`;
}

function whenText(schedule: MuteSchedule | CannotTell): string {
  return schedule instanceof CannotTell ? `when is not known: ${schedule.message}` : muteScheduleText(schedule);
}
