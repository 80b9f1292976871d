import {expect} from 'chai';
import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import {startWorld} from '../../src/lab/start.ts';
import {PUBLIC_SUBNETS, VPC} from '../../src/lab/worlds/names.ts';
import {route, routeTable, subnet} from '../support/aws-facts.ts';
import {dualStack} from '../support/dual-stack.ts';
import {traceIn} from '../trace/trace-worlds.ts';
import {runOnLab, shippedChecklist, withStatus} from './run-on-lab.ts';

/** What the shipped checklist asks of the network. */
const ITEMS = ['internet-facing', 'port-443-open', 'nothing-else-open', 'load-balancer-reaches-tasks'];

const [IGW = ''] = HEALTHY.routeTables.flatMap(({routes}) =>
  routes.map(({target}) => target).filter((target) => target.startsWith('igw-')),
);
const ENDPOINTS = PUBLIC_SUBNETS.map((_, zone) => `vpce-0000000000000000${zone}`);
const FIREWALL_SUBNETS = PUBLIC_SUBNETS.map((_, zone) => `subnet-firewall-${zone}`);

/** Unusual and right: nothing of it is a failure, and nothing cannot be told. */
const WORLDS: Readonly<Record<string, AwsWorld>> = {
  'a load balancer that is dual-stack': dualStack(HEALTHY),
  'requests and replies that pass a firewall, in each zone its own': {
    ...HEALTHY,
    routeTables: [
      ...HEALTHY.routeTables.filter(({isMain}) => isMain),
      ...PUBLIC_SUBNETS.map((id, zone) =>
        routeTable(`rtb-public-${zone}`, {
          subnetIds: [id],
          routes: [route('10.20.0.0/16', 'local'), route('0.0.0.0/0', ENDPOINTS[zone] ?? '')],
        }),
      ),
      routeTable('rtb-firewall', {
        subnetIds: FIREWALL_SUBNETS,
        routes: [route('10.20.0.0/16', 'local'), route('0.0.0.0/0', IGW)],
      }),
      routeTable('rtb-edge', {
        gatewayIds: [IGW],
        routes: [
          route('10.20.0.0/16', 'local'),
          ...PUBLIC_SUBNETS.map((_, zone) => route(`10.20.${zone}.0/24`, ENDPOINTS[zone] ?? '')),
        ],
      }),
    ],
    vpcEndpoints: ENDPOINTS.map((id, zone) => ({
      id,
      type: 'GatewayLoadBalancer',
      vpcId: VPC,
      state: 'available',
      subnetIds: [`subnet-firewall-${zone}`],
    })),
    subnets: [...HEALTHY.subnets, ...FIREWALL_SUBNETS.map((id, zone) => subnet(id, `10.20.${50 + zone}.0/24`))],
    networkAcls: HEALTHY.networkAcls.map((acl) => ({...acl, subnetIds: [...acl.subnetIds, ...FIREWALL_SUBNETS]})),
  },
};

describe('lab/unusual-networks', () => {
  for (const [what, aws] of Object.entries(WORLDS)) {
    it(`are in order for the shipped checklist and for trace: ${what}`, async () => {
      const lab = await startWorld('unusual network', {aws, server: {heartbeatMs: 1000}});
      try {
        const report = await runOnLab(lab, await shippedChecklist(), 'ready', ITEMS);
        const network = report.items.filter(({id}) => ITEMS.includes(id));
        expect(network.map(({id, status, summary}) => (status === 'pass' ? id : `${id}: ${summary}`))).to.have.members(
          ITEMS,
        );
        expect(withStatus(report, 'fail').filter((id) => ITEMS.includes(id))).to.deep.equal([]);
      } finally {
        await lab.close();
      }
      const trace = await traceIn(aws);
      expect(trace.hops.find(({kind}) => kind === 'way-in')?.status).to.equal('ok');
      expect(trace.hops.find(({kind}) => kind === 'way-to-tasks')?.status).to.equal('ok');
    });
  }
});
