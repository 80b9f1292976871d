import {start} from '../../../src/cli/start.ts';
import pjson from './package.json' with {type: 'json'};

/** An application of one command for each way to end, started as the tool itself is. */
await start(process.argv.slice(2), {root: import.meta.dirname, pjson, sources: true});
