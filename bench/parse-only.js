// The measure for `lint`: what any reader of the file has to do at least.
import {readFileSync} from 'node:fs';
import {parse} from 'yaml';

const {items} = parse(readFileSync(process.argv[2], 'utf8'));
console.log(`${items.length} items`);
