/** The first look of a process at a URL (with a CA to trust and a port, which is then asked): writes the modules that were loaded in the time of it, as JSON. */
import {registerHooks} from 'node:module';
import {liveWire} from './live-wire.ts';

const [url = '', ca, port] = process.argv.slice(2);
const there = ca === undefined ? {} : {ca, connectTo: () => ({address: '127.0.0.1', port: Number(port)})};
const wire = liveWire(there);
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
const {answer} = await wire
  .http(context)
  .request({method: 'GET', url, headers: {}, withinMs: 60_000, coding: 'browser'});
loaded.push(...builtins().filter((name) => !before.has(name)));
console.log(JSON.stringify({status: answer?.status, loaded}));
