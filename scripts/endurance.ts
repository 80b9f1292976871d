/**
 * `npm run endurance`: holds streams while the tool is stopped at random moments, and fails when it calls a healthy
 * stream broken or a cut one healthy. ENDURANCE_RUNS (200), SEED (drawn) and AT_ONCE (4) change it.
 */
import {randomInt} from 'node:crypto';
import {endure, plansOf, wrongOf} from '../test/e2e/endurance/endure.ts';

const runs = Number(process.env.ENDURANCE_RUNS ?? 200);
const seed = Number(process.env.SEED ?? randomInt(2 ** 31));
const atOnce = Number(process.env.AT_ONCE ?? 4);

console.log(`SEED=${seed}, ${runs} runs`);
const endured = await endure(plansOf(runs, seed), {
  atOnce,
  onEndured(one) {
    if (wrongOf([one]).length > 0) console.log(`WRONG ${JSON.stringify(one)}`);
  },
});
console.log(`${'stream'.padEnd(24)}${['pass', 'fail', 'error'].map((word) => word.padStart(7)).join('')}`);
for (const protocol of ['http/1.1', 'h2']) {
  for (const how of [null, 'end', 'cut', 'reset']) {
    const these = endured.filter((one) => one.protocol === protocol && (one.ending?.how ?? null) === how);
    const counts = ['pass', 'fail', 'error'].map((word) => these.filter(({status}) => status === word).length);
    console.log(`${`${protocol}, ${how ?? 'healthy'}`.padEnd(24)}${counts.map((n) => String(n).padStart(7)).join('')}`);
  }
}
if (wrongOf(endured).length > 0) process.exitCode = 1;
