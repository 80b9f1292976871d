/**
 * Prints which faults the shipped checklist does not notice: the lab's healthy world with one field of one fact of AWS wrong, for
 * each field and each fact, judged by replay. `node scripts/mutations.ts cutover` judges with the items that are due there
 * alone.
 */
import {judgeMutatedWorlds, type MutatedWorld} from '../src/app/mutated-worlds.ts';
import {HEALTHY, recordingOf} from '../src/lab/aws-world.ts';
import {RECORDED_AT} from '../src/lab/worlds/names.ts';
import {shippedChecklist} from '../test/lab/run-on-lab.ts';

const [stage = null] = process.argv.slice(2);
const checklist = await shippedChecklist();
const recording = recordingOf(HEALTHY, RECORDED_AT);
const {region} = HEALTHY.loadBalancer;
const {worlds, judges} = await judgeMutatedWorlds({checklist, recording, stage, region});
const survivors = worlds.filter(({noticedBy}) => noticedBy === null);

console.log(
  `${worlds.length} worlds, judged by ${judges.length} items; ${survivors.length} are taken for the right one`,
);
for (const [claim, those] of Map.groupBy(survivors, claimOf)) {
  console.log(`\n${claim}`);
  for (const one of those) console.log(`  ${lineOf(one)}`);
}

function claimOf({mutation: {fact, field, breaks}}: MutatedWorld): string {
  return `${fact} ${field}: no longer true: ${breaks}`;
}

function lineOf({key, place, was, becomes, askedBy}: MutatedWorld): string {
  const shown = (value: unknown) => JSON.stringify(value).slice(0, 60);
  const asked = askedBy.length === 0 ? 'asked by nobody' : `asked by ${askedBy.join(', ')}`;
  return `${key} ${place}: ${shown(becomes)} instead of ${shown(was)}; ${asked}`;
}
