/** The step that looks. It succeeds when there is something to decide on, whatever was found. */
import path from 'node:path';
import {argumentsOf, flags, linesOf, output, refuse, runTool, textOf} from './inputs.js';

const [report, ...others] = linesOf('REPORT');
if (report === undefined || others.length > 0)
  refuse('report: is not one path, where the report of this look is to go');

const further = linesOf('REPORTERS').filter((text) => text !== 'github');
const pathOf = (text) => /:(.*)$/s.exec(text)?.[1] ?? '';
for (const text of further)
  if (['', '-'].includes(pathOf(text)))
    refuse(`reporters: "${text}" has no path; write NAME:PATH, as stdout is for the annotations`);

// Annotations at the checklist's lines, the summary of the step, and how many items there are of each status.
const reporters = [`json:${report}`, 'github', ...further];
const paths = [report, ...further.map(pathOf)];
output('report', path.resolve(report));
output('files', paths.map((file) => path.resolve(file)).join('\n'));

const lab = textOf('LAB');
const checklist = textOf('CHECKLIST');
if (lab === '' && checklist === '') refuse('checklist: is empty, not the name of a file');
const what = lab === '' ? ['run', ...flags('env', [textOf('ENV')]), ...flags('var', linesOf('VARS'))] : ['lab'];
const options = [...flags('stage', [textOf('STAGE')]), ...flags('reporter', reporters), ...argumentsOf('ARGS')];
/** Exit codes that say what was found. */
const FOUND = [0, 1, 3, 4];
await runTool([...what, ...options, '--', lab || checklist], (code) => {
  output('exit-code', code);
  return FOUND.includes(code) ? 0 : code;
});
