/** The step that decides on reports. It fails unless the verdict is proceed. */
import {argumentsOf, flags, linesOf, output, runTool, textOf} from './inputs.js';

const VERDICTS = {0: 'proceed', 10: 'hold', 20: 'rollback'};
const isLab = textOf('LAB') !== '';
const checklist = isLab ? '' : textOf('CHECKLIST');
const expected = [
  ...flags('checklist', [checklist]),
  ...flags('stage', [textOf('STAGE')]),
  ...flags('env', isLab ? [] : [textOf('ENV')]),
  ...flags('account', linesOf('ACCOUNTS')),
];
await runTool(
  ['decide', '--explain', ...expected, ...argumentsOf('DECIDE_ARGS'), '--', ...linesOf('REPORT')],
  (code) => {
    output('verdict', VERDICTS[code] ?? 'hold');
    return code;
  },
);
