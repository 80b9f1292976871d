import {readdirSync} from 'node:fs';
import {expect} from 'chai';
import {variableOf} from '../../src/cli/flag-environment.ts';

/** As the contract lists them: they say what is looked at or what counts. */
const WITHOUT_VARIABLE =
  '--stage --env --only --skip --tag --needs --var --var-file --replay --lab --checklist --resolve --connect-to ' +
  '--ca-file --dns-server --endpoint-url --header --header-from-env --region --profile --control --max-age ' +
  '--stage-began --account --allow-empty --shard --as ' +
  '--alb --zone --service --target-group --method --source-ip --expect --hold ' +
  // Of `sse` alone, and of the same kind: what an operator command is given.
  '--http1 --http2 --each-address --compare ' +
  // Of `trace` alone: whether the wire is looked at.
  '--live';

describe('the environment of flags', () => {
  it('leaves out those that say what is looked at or what counts', () => {
    for (const flag of WITHOUT_VARIABLE.split(' ')) expect(variableOf(flag.slice(2)), flag).to.equal(null);
  });

  it('has a variable for every other flag that a command has', async () => {
    const folder = new URL('../../src/commands/', import.meta.url);
    const contract = new Set(WITHOUT_VARIABLE.split(' '));
    let seen = 0;
    for (const file of readdirSync(folder, {recursive: true}).map(String)) {
      if (!file.endsWith('.ts')) continue;
      const {flags = {}} = (await import(new URL(file, folder).href)).default as {flags?: object};
      for (const name of Object.keys(flags)) {
        const variable = contract.has(`--${name}`) ? null : `MIGRATE_CHECK_${name.toUpperCase().replaceAll('-', '_')}`;
        expect(variableOf(name), `${file} --${name}`).to.equal(variable);
        seen++;
      }
    }
    expect(seen).to.be.greaterThan(50);
  });
});
