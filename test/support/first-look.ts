/** The first look of a process at the wire: writes the modules that were loaded in the time of it, as JSON. */
import {registerHooks} from 'node:module';
import {systemClock} from '../../src/probes/clock.ts';
import {liveFacts} from '../../src/probes/facts.ts';
import {createPresence} from '../../src/probes/presence.ts';
import {createWire} from '../../src/probes/wire/wire.ts';

const wire = createWire({
  store: liveFacts(systemClock),
  clock: systemClock,
  presence: createPresence(),
  connectTo: () => null,
  ca: null,
  secrets: [],
});
await wire.warmUp();

const loaded: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
// Not in Node's types: everything of Node itself that was loaded so far.
const builtins = () => (process as unknown as {moduleLoadList: string[]}).moduleLoadList;
const before = new Set(builtins());
const context = {
  signal: new AbortController().signal,
  factsNotBefore: Number.NEGATIVE_INFINITY,
  waiting: <T>(_ms: number, work: (begin: () => void) => Promise<T>) => work(() => {}),
};
const url = process.argv[2] ?? '';
const {answer} = await wire.http(context).request({method: 'GET', url, headers: {}, withinMs: 60_000});
loaded.push(...builtins().filter((name) => !before.has(name)));
console.log(JSON.stringify({status: answer?.status, loaded}));
