/** Loaded with `--import`: writes the URL of every module that is loaded after it to the file LOADED_MODULES names. */
import {writeFileSync} from 'node:fs';
import {registerHooks} from 'node:module';

const urls: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    urls.push(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => writeFileSync(process.env.LOADED_MODULES ?? '', urls.join('\n')));
