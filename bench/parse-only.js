// The baseline for `lint`: the least that any reader of the file has to do.
import {readFileSync} from 'node:fs';
import {parse} from 'yaml';

const {items} = parse(readFileSync(process.argv[2], 'utf8'));
console.log(`${items.length} items`);
