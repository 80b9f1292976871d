import type {AskControl} from '../model/attempt.ts';
import type {Item} from '../model/checklist.ts';
import {errorFinding, type Finding} from './finding.ts';

/** Which target did not answer, and the message for it. */
export interface Silence {
  readonly target: string;
  readonly message: string;
}

/** Asks each control at most once per run, however many items ask. */
export function askEachOnce(askControl: AskControl): AskControl {
  const answers = new Map<string, ReturnType<AskControl>>();
  return (url) => {
    const answer = answers.get(url) ?? askControl(url);
    answers.set(url, answer);
    return answer;
  };
}

/**
 * No response headers came back. That is the target's failure if the control answers from here; if it does not, or none
 * is set, the cause may as well be our own network.
 */
export async function judgeSilence(
  item: Pick<Item, 'control'>,
  {target, message}: Silence,
  askControl: AskControl,
): Promise<Finding> {
  const silence = {what: 'no answer', value: message, source: target};
  if (item.control === null) {
    return errorFinding(
      `${message}; no control is set, so it may be our own network`,
      'Set `control:`, for the item or in `defaults`, to a URL that must answer from this machine.',
      {evidence: [silence], heals: true},
    );
  }
  const control = await askControl(item.control);
  const evidence = [silence, control.evidence];
  if (!control.answered) {
    return errorFinding(
      `${message}; the control ${control.evidence.source} does not answer either`,
      'Look at the network of this machine first, then run again.',
      {evidence, heals: true, commonCause: `there was no answer, nor from the control ${control.evidence.source}`},
    );
  }
  return {
    status: 'fail',
    summary: `${message}; the control ${control.evidence.source} answers`,
    expected: `an answer from ${target}`,
    actual: 'none, while the control answers from the same machine',
    evidence,
    fix: 'See which hop takes the request and says nothing: a security group or network ACL drops packets without an answer (`migrate-check trace`), and a target that hangs holds the answer back.',
  };
}
