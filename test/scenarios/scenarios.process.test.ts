import {readdirSync} from 'node:fs';
import {expect} from 'chai';
import {generate} from 'selfsigned';
import {type PathologyServer, startPathologyServer} from '../support/pathology-server.ts';
import {recordingFiles} from './one-account.ts';
import {refusedPort} from './refused-port.ts';
import {runScenario} from './run-scenario.ts';
import {readScenario} from './scenario-file.ts';
import {type SickAws, startSickAws} from './sick-aws.ts';

const FOLDER = new URL('./', import.meta.url);

/** Bad input, and a world that is ill: what a person or a script gets to see, whole. `UPDATE_GOLDEN=1` writes it anew. */
describe('scenarios', () => {
  let server: PathologyServer;
  let tlsServer: PathologyServer;
  let control: PathologyServer;
  let aws: SickAws;
  let recordings: Awaited<ReturnType<typeof recordingFiles>>;
  let env: Record<string, string>;

  before(async () => {
    const {private: key, cert} = await generate([{name: 'commonName', value: 'localhost'}], {keyType: 'ec'});
    [server, tlsServer, control, aws] = await Promise.all([
      startPathologyServer(),
      startPathologyServer({key, cert}),
      startPathologyServer(),
      startSickAws(),
    ]);
    recordings = await recordingFiles('healthy', 'record-missing', 'certificate-too-short', 'rule-order');
    env = {
      RECORDINGS: recordings.folder,
      SICK: `http://127.0.0.1:${server.port}`,
      CONTROL: `http://127.0.0.1:${control.port}`,
      SICK_TLS: `https://localhost:${tlsServer.port}`,
      SICK_AWS: aws.url,
      REFUSED: `http://127.0.0.1:${await refusedPort()}`,
    };
  });
  after(async () => {
    recordings.remove();
    await Promise.all([server.close(), tlsServer.close(), control.close(), aws.close()]);
  });

  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.md'))) {
    const scenario = readScenario(new URL(name, FOLDER));

    it(scenario.title, async () => {
      const {exitStatus, found, left} = await runScenario(scenario, {env, server});
      if (process.env.UPDATE_GOLDEN === '1') scenario.update(found);
      const {stdout, stderr, reports} =
        process.env.UPDATE_GOLDEN === '1' ? readScenario(new URL(name, FOLDER)).wanted : scenario.wanted;
      expect(oneLine(found.stderr)).to.equal(oneLine(stderr));
      expect(found.stdout).to.equal(stdout);
      for (const {name, text} of reports) expect(found[name]).to.equal(text);
      expect(exitStatus, 'exit status').to.equal(scenario.exitStatus);
      expect(left, 'left behind').to.deep.equal([]);
    });
  }
});

/** Where a line is broken depends on how long a measured time is. */
function oneLine(text = ''): string {
  return text.replace(/\s+/g, ' ');
}
