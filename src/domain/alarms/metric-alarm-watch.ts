import {CannotTell} from '../../model/errors.ts';
import type {MetricAlarm} from '../../model/facts/aws-facts.ts';
import {type AlarmBounds, alarmEvidence, blindnessFaults, settingFaults} from './alarm-faults.ts';
import {type JudgedAlarm, judgeWatch, type Watch} from './alarm-watch.ts';
import {simulationEvidence, watchText} from './simulation-text.ts';

/**
 * Whether a metric alarm sees the metric, stays OK while all is well, and comes to ALARM in time when it is not.
 * @throws {CannotTell} where that is not computed, or not known.
 */
export function judgeMetricAlarm(alarm: MetricAlarm, watch: Watch, bounds: AlarmBounds): JudgedAlarm {
  if (alarm.evaluationState !== null && alarm.evaluationState !== 'EVALUATION_ERROR') {
    throw new CannotTell(
      `alarm ${alarm.name}: CloudWatch does not evaluate it on all data now (${alarm.evaluationState})`,
      'run again when it does, or let it watch the metric itself',
    );
  }
  const blindness = blindnessFaults(alarm, watch);
  const {faults, runs} = blindness.length > 0 ? {faults: blindness, runs: []} : judgeWatch(alarm, watch);
  return {
    faults: [...faults, ...settingFaults(alarm, watch, bounds)],
    text: watchText(runs),
    firesAfterMinutes: runs[0]?.simulation.firesAfterMinutes ?? 0,
    evidence: [...alarmEvidence(alarm), ...simulationEvidence(runs, alarm.arn)],
  };
}
