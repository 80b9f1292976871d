import {expect} from 'chai';
import {adHocChecklist, lentResource} from '../../src/checklist/ad-hoc.ts';
import {problemText} from '../../src/render/problem-text.ts';
import {FAKE_CHECKS} from './fake-checks.ts';

type Options = Parameters<typeof adHocChecklist>[0];

const make = (id: string, params: Options['items'][0]['with'], options: Partial<Options> = {}) =>
  adHocChecklist({
    checks: FAKE_CHECKS,
    command: `check ${id}`,
    title: null,
    items: [{id: id.replaceAll('/', '-'), check: id, with: params, needs: []}],
    place: '--with',
    flagOf: () => '--with',
    region: null,
    profile: null,
    control: null,
    timeoutMs: null,
    lender: null,
    found: {},
    ...options,
  });

const problemsOf = (...args: Parameters<typeof make>) => {
  const {checklist, problems} = make(...args);
  expect(checklist).to.equal(null);
  return problems.map(problemText);
};

describe('adHocChecklist', () => {
  it('states name servers of the zone that is looked at, and of no other', () => {
    const stated = (nameServers: readonly string[]) =>
      make(
        'dns/record-points-to-load-balancer',
        {host: 'mcp.georgi.io', zone: 'georgi.io', alb: 'central'},
        {nameServers},
      );
    expect(stated(['ns-1.awsdns-01.com']).checklist?.resources.zone).to.deep.include({
      hostedZone: 'georgi.io',
      nameServers: ['ns-1.awsdns-01.com'],
    });
    expect(stated([]).checklist?.resources.zone).not.to.have.property('nameServers');
    const wrong = problemsOf(
      'dns/record-points-to-load-balancer',
      {host: 'mcp.georgi.io', zone: 'georgi.io', alb: 'central'},
      {nameServers: ['no name'], flagOf: (param) => param},
    );
    expect(wrong).to.deep.equal(['nameServers: error: "no name" is not the name of a server']);
  });

  it('makes one item and the resources it names', () => {
    const {checklist, problems} = make(
      'ec2/port-open-to',
      {alb: 'central:8443', port: '443', from: ['10.0.0.0/8']},
      {region: 'eu-central-1', profile: 'network', timeoutMs: 5000},
    );
    expect(problems).to.deep.equal([]);
    expect(checklist?.resources).to.deep.equal({
      alb: {
        kind: 'loadBalancer',
        name: 'alb',
        account: 'default',
        region: null,
        loadBalancer: 'central',
        listener: 8443,
      },
    });
    expect(checklist?.accounts.default).to.deep.include({id: null, region: 'eu-central-1', profile: 'network'});
    expect(checklist?.items).to.have.length(1);
    expect(checklist?.items[0]).to.deep.include({
      id: 'ec2-port-open-to',
      accounts: ['default'],
      timeoutMs: 5000,
      check: {
        id: 'ec2/port-open-to',
        params: {alb: 'alb', port: 443, from: ['10.0.0.0/8']},
        written: {alb: 'central:8443', port: '443', from: ['10.0.0.0/8']},
      },
    });
  });

  it('reads the default listener, an ARN, a zone and a service', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/app/central/50dc6c495c0c9188';
    const {checklist} = make('dns/record-points-to-load-balancer', {
      host: 'a.example.com',
      zone: 'example.com',
      alb: arn,
    });
    expect(checklist?.resources.alb).to.deep.include({loadBalancer: arn, listener: 443});
    expect(checklist?.resources.zone).to.deep.include({kind: 'hostedZone', hostedZone: 'example.com'});
    const service = make('ecs/is-stable', {service: 'main/web'}).checklist?.resources.service;
    expect(service).to.deep.include({kind: 'service', cluster: 'main', service: 'web'});
  });

  it('says what is wrong with the flags as a checklist would', () => {
    expect(problemsOf('http/respond', {})).to.deep.equal([
      'check http/respond: error: unknown check "http/respond". Did you mean "http/responds"?',
    ]);
    expect(problemsOf('http/responds', {urls: 'https://a.example', status: 'ok', method: 'get'})).to.deep.equal([
      '--with: error: url is missing: The URL to ask',
      '--with: error: status is the text "ok", not a number',
      '--with: error: method is "get", not one of GET, HEAD. Did you mean "GET"?',
      '--with: error: unknown key "urls" in with. Did you mean "url"?',
    ]);
    expect(problemsOf('ecs/is-stable', {service: 'web'})).to.deep.equal([
      '--with: error: service "web" is not of the form CLUSTER/SERVICE',
    ]);
    expect(problemsOf('ecs/is-stable', {})).to.deep.equal(['--with: error: service is missing: The service']);
    expect(problemsOf('ec2/port-open-to', {alb: 'a:70000', port: 1, from: '10.0.0.0/8'})).to.deep.equal([
      '--with: error: alb "a:70000" is not of the form NAME or NAME:PORT, with a port from 1 to 65535',
    ]);
  });

  it('refuses a control that is not a URL or is on the host under test', () => {
    const url = 'https://a.example/x';
    expect(problemsOf('http/responds', {url}, {control: 'a.example'})).to.deep.equal([
      '--control: error: "a.example" is not an http(s) URL',
    ]);
    expect(problemsOf('http/responds', {url}, {control: 'https://a.example/y'})).to.deep.equal([
      '--control: error: the control https://a.example/y is on a.example:443, which this item tests: when that is silent, both are; use another host',
    ]);
    expect(make('http/responds', {url}, {control: 'https://b.example/'}).checklist?.items[0]?.control).to.equal(
      'https://b.example/',
    );
  });

  it('makes several items about the same resources, and says once what is wrong with a flag of several', () => {
    const both = (alb: string): Partial<Options> => ({
      command: 'alb https://a.example.com/',
      title: 'a.example.com',
      items: [
        {id: 'port', check: 'ec2/port-open-to', with: {alb, port: 443, from: ['0.0.0.0/0']}, needs: []},
        {
          id: 'record',
          check: 'dns/record-points-to-load-balancer',
          with: {alb, zone: 'example.com', host: 'a.example.com'},
          needs: ['port'],
        },
      ],
      flagOf: (param) => `--${param}`,
    });
    const {checklist} = make('', {}, both('central'));
    expect(checklist?.title).to.equal('a.example.com');
    expect(checklist?.items.map(({id, needs}) => [id, needs])).to.deep.equal([
      ['port', []],
      ['record', ['port']],
    ]);
    expect(Object.keys(checklist?.resources ?? {})).to.deep.equal(['alb', 'zone']);
    expect(problemsOf('', {}, both('central:0'))).to.deep.equal([
      '--alb: error: alb "central:0" is not of the form NAME or NAME:PORT, with a port from 1 to 65535',
    ]);
  });

  describe('with a checklist that lends its accounts and resources', () => {
    const base = {account: 'network', region: null};
    const resources = {
      edge: {...base, kind: 'loadBalancer', name: 'edge', loadBalancer: 'central', listener: 443},
      inner: {...base, kind: 'loadBalancer', name: 'inner', loadBalancer: 'inner-alb', listener: 80, account: 'apps'},
      zone: {...base, kind: 'hostedZone', name: 'zone', hostedZone: 'example.com', account: 'dns'},
    } as const;
    const {checklist: own} = make('http/responds', {url: 'https://a.example/x'});
    if (own === null) throw new Error('no checklist');
    const accounts = {network: account('network'), apps: account('apps'), dns: account('dns')};
    const lender = {...own, file: 'lender.yaml', accounts, resources};

    it('uses its resource by its name there, and as AWS calls it', () => {
      for (const text of ['edge', 'central', 'central:443']) {
        expect(lentResource(lender, 'loadBalancer', text)?.name).to.equal('edge');
      }
      expect(lentResource(lender, 'loadBalancer', 'central:8443')).to.equal(undefined);
      expect(lentResource(lender, 'hostedZone', 'example.com')?.account).to.equal('dns');
      expect(lentResource(lender, 'hostedZone', 'edge')).to.equal(undefined);
    });

    it('looks where it was found for what is not one of its own, and asks where that is not known', () => {
      const params = {alb: 'other', port: '443', from: ['10.0.0.0/8']};
      const found = {alb: {account: 'apps', region: 'eu-west-1'}};
      const {checklist} = make('ec2/port-open-to', params, {lender, found});
      expect(checklist?.resources.alb).to.deep.include({loadBalancer: 'other', ...found.alb});
      expect(checklist?.accounts).to.deep.equal(accounts);
      const [problem] = problemsOf('ec2/port-open-to', params, {lender});
      expect(problem).to.include('in which account it is cannot be determined (network, apps)');
      expect(problem).to.include('lender.yaml: edge, inner');
    });
  });
});

function account(name: string) {
  return {name, id: null, region: null, profile: null, roleArn: null, externalId: null, via: null};
}
