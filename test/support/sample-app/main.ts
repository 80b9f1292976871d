import {start} from '../../../src/cli/start.ts';
import pjson from './package.json' with {type: 'json'};

/** An application with one command for each way to end, started like the tool itself. */
await start(process.argv.slice(2), {root: import.meta.dirname, pjson, sources: true});
