import {readFileSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {createAws} from '../../../src/probes/aws/create-aws.ts';
import {isAwsHost} from '../../../src/probes/aws/endpoints.ts';
import {createForeignEndpoints} from '../../../src/probes/aws/foreign-endpoints.ts';
import {liveFacts} from '../../../src/probes/facts.ts';
import {PLATFORM, RESOURCES, sleeplessClock} from '../../support/aws-answers.ts';

const KEYS = 'aws_access_key_id=AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=not-a-secret\n';
/** Nothing listens on it. */
const FAKE = 'http://127.0.0.1:9';

describe('where a run goes instead of AWS', () => {
  let folder: string;
  let files = 0;
  const saved = {...process.env};

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'endpoints-'));
  });
  after(() => rm(folder, {recursive: true}));
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, saved);
  });

  /** The SDK keeps what it has read of a file, so each setting has files of its own. */
  async function settings({config = '', credentials = '', ...env}: Record<string, string>): Promise<void> {
    for (const name of Object.keys(process.env)) {
      if (/^AWS_(ENDPOINT_URL|PROFILE|REGION|ACCESS_KEY|SECRET|SESSION|USE_|IGNORE)/.test(name))
        delete process.env[name];
    }
    files += 1;
    process.env.AWS_CONFIG_FILE = join(folder, `config-${files}`);
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, `credentials-${files}`);
    Object.assign(process.env, env);
    await writeFile(process.env.AWS_CONFIG_FILE, config);
    await writeFile(process.env.AWS_SHARED_CREDENTIALS_FILE, credentials);
  }

  async function configured(profile: string | null = null): Promise<string[]> {
    const foreign = createForeignEndpoints();
    await foreign.noteConfigured(['ecs', 'elasticloadbalancing'], [{...PLATFORM, profile}]);
    return foreign.list();
  }

  const EVERYWHERE = [`AWS endpoint ${FAKE} (ecs, elasticloadbalancing, sts)`];

  it('is read by the SDK, from environment, config file and credentials file', async () => {
    await settings({});
    expect(await configured()).to.deep.equal([]);
    await settings({AWS_ENDPOINT_URL: FAKE});
    expect(await configured()).to.deep.equal(EVERYWHERE);
    await settings({config: `[default]\nendpoint_url=${FAKE}\n`});
    expect(await configured()).to.deep.equal(EVERYWHERE);
    await settings({credentials: `[default]\nendpoint_url=${FAKE}\n`});
    expect(await configured()).to.deep.equal(EVERYWHERE);
    await settings({AWS_PROFILE: 'p', credentials: `[p]\nendpoint_url=${FAKE}\n`});
    expect(await configured()).to.deep.equal(EVERYWHERE);
  });

  it('is told for each service that is asked, and for no other', async () => {
    await settings({AWS_ENDPOINT_URL_ECS: FAKE, AWS_ENDPOINT_URL_S3: FAKE});
    expect(await configured()).to.deep.equal([`AWS endpoint ${FAKE} (ecs)`]);
    await settings({
      config: `[default]\nservices=mine\n[services mine]\nelastic_load_balancing_v2 =\n  endpoint_url=${FAKE}\n`,
    });
    expect(await configured()).to.deep.equal([`AWS endpoint ${FAKE} (elasticloadbalancing)`]);
  });

  it('is nowhere else where the SDK is told to ignore endpoints', async () => {
    await settings({AWS_ENDPOINT_URL: FAKE, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'});
    expect(await configured()).to.deep.equal([]);
    await settings({config: `[default]\nendpoint_url=${FAKE}\nignore_configured_endpoint_urls=true\n`});
    expect(await configured()).to.deep.equal([]);
  });

  it('is what the profile of an account says', async () => {
    await settings({credentials: `[p]\nendpoint_url=${FAKE}\n`});
    expect(await configured('p')).to.deep.equal(EVERYWHERE);
    expect(await configured(null)).to.deep.equal([]);
    await settings({config: `[profile p]\nservices=s\n[services s]\nsts =\n  endpoint_url=${FAKE}\n`});
    expect(await configured('p')).to.deep.equal([`AWS endpoint ${FAKE} (sts)`]);
  });

  it('is the service that gives the credentials, where the profile has them from there', async () => {
    await settings({AWS_ENDPOINT_URL_SSO: FAKE});
    expect(await configured()).to.deep.equal([]);
    await settings({AWS_ENDPOINT_URL_SSO: FAKE, config: '[default]\nsso_session=s\n'});
    expect(await configured()).to.deep.equal([`AWS endpoint ${FAKE} (sso)`]);
  });

  it('is not a VPC, FIPS or dual-stack endpoint, but a host that only looks like one', async () => {
    await settings({
      AWS_ENDPOINT_URL: 'https://vpce-1-a.ecs.eu-central-1.vpce.amazonaws.com',
      AWS_USE_FIPS_ENDPOINT: 'true',
    });
    expect(await configured()).to.deep.equal([]);
    await settings({AWS_ENDPOINT_URL: 'https://user:word@amazonaws.com.example.org/x?token=1'});
    expect(await configured()).to.deep.equal([
      'AWS endpoint https://amazonaws.com.example.org (ecs, elasticloadbalancing, sts)',
    ]);
    await settings({AWS_ENDPOINT_URL: 'no URL'});
    expect(await configured()).to.deep.equal(['AWS endpoint that is not a URL (ecs, elasticloadbalancing, sts)']);
    for (const host of ['sts.amazonaws.com', 'ecs.eu-central-1.API.AWS', 'ecs.cn-north-1.amazonaws.com.cn.']) {
      expect(await isAwsHost(host), host).to.equal(true);
    }
    for (const host of ['', 'notamazonaws.com', 'amazonaws.com', 'localhost', '127.0.0.1']) {
      expect(await isAwsHost(host), host).to.equal(false);
    }
  });

  it('has every DNS suffix that the SDK knows', async () => {
    const file = new URL('dist-es/submodules/client/util-endpoints/lib/aws/partitions.js', PACKAGE);
    const suffixes = [...readFileSync(file, 'utf8').matchAll(/nsSuffix": "([^"]+)"/g)].map(([, suffix]) => suffix);
    expect(suffixes.length).to.be.greaterThan(10);
    for (const suffix of suffixes) expect(await isAwsHost(`sts.${suffix}`), suffix).to.equal(true);
  });

  describe('is seen at each request', () => {
    async function asked(account: Partial<typeof PLATFORM>): Promise<string[]> {
      const foreign = createForeignEndpoints();
      const clock = sleeplessClock();
      const accounts = {platform: {...PLATFORM, ...account}};
      const aws = createAws({accounts, resources: RESOURCES, store: liveFacts(clock), clock, foreign});
      await aws.caller('platform', {signal: new AbortController().signal, notBefore: 0}).catch(() => null);
      aws.close();
      return foreign.list();
    }

    it('as it is sent', async () => {
      await settings({credentials: `[default]\n${KEYS}endpoint_url=${FAKE}\n`});
      expect(await asked({})).to.deep.equal([`AWS endpoint ${FAKE} (sts)`]);
    });

    it('of an account with a profile', async () => {
      await settings({credentials: `[p]\n${KEYS}endpoint_url=${FAKE}\n`});
      expect(await asked({profile: 'p'})).to.deep.equal([`AWS endpoint ${FAKE} (sts)`]);
    });

    it('for a role, too', async () => {
      await settings({credentials: `[default]\n${KEYS}endpoint_url=${FAKE}\n`});
      const roleArn = 'arn:aws:iam::444444444444:role/x';
      expect(await asked({roleArn})).to.deep.equal([`AWS endpoint ${FAKE} (sts)`]);
      await settings({credentials: `[p]\nrole_arn=${roleArn}\nsource_profile=q\nendpoint_url=${FAKE}\n[q]\n${KEYS}`});
      expect(await asked({profile: 'p'})).to.deep.equal([`AWS endpoint ${FAKE} (sts)`]);
    });
  });
});

const PACKAGE = new URL('../../../node_modules/@aws-sdk/core/', import.meta.url);
