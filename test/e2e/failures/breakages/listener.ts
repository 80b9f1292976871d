import {CreateNatGatewayCommand, DeleteNatGatewayCommand, ReplaceRouteCommand} from '@aws-sdk/client-ec2';
import {
  AddListenerCertificatesCommand,
  ModifyListenerCommand,
  type ModifyListenerCommandInput,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {given} from '../../support/given.ts';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import {setAttribute} from '../changes.ts';
import type {World} from '../world.ts';

export const LISTENER_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'the listener has the wildcard certificate only, which stands for one label',
    known: [19, 20],
    fails: ['validation-record', 'certificate', 'certificate-presented'],
    breaks: async ({elb, edge, certificates}) => {
      const of = {ListenerArn: edge.listenerArn, Certificates: [{CertificateArn: certificates.mcp}]};
      await elb.send(new RemoveListenerCertificatesCommand(of));
      return () => elb.send(new AddListenerCertificatesCommand(of));
    },
  },
  {
    fault: 'the listener has a policy that admits TLS 1.0',
    known: [],
    fails: ['tls'],
    breaks: (world) =>
      setListener(world, {SslPolicy: 'ELBSecurityPolicy-2016-08'}, {SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06'}),
  },
  {
    fault: 'the default action forwards every unknown host to the API',
    known: [],
    fails: ['tls', 'nothing-else-exposed'],
    breaks: (world) =>
      setListener(
        world,
        {DefaultActions: [{Type: 'forward', TargetGroupArn: world.targetGroups.api}]},
        {
          DefaultActions: [
            {
              Type: 'fixed-response',
              FixedResponseConfig: {StatusCode: '404', ContentType: 'text/plain', MessageBody: 'not found'},
            },
          ],
        },
      ),
  },
  {
    fault: "the subnets' default route leads to a NAT gateway",
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: async ({ec2, network}) => {
      const route = {RouteTableId: network.routeTableId, DestinationCidrBlock: '0.0.0.0/0'};
      const made = await ec2.send(new CreateNatGatewayCommand({SubnetId: given(network.subnetIds[0])}));
      const NatGatewayId = given(made.NatGateway?.NatGatewayId);
      await ec2.send(new ReplaceRouteCommand({...route, NatGatewayId}));
      return async () => {
        await ec2.send(new ReplaceRouteCommand({...route, GatewayId: network.internetGatewayId}));
        await ec2.send(new DeleteNatGatewayCommand({NatGatewayId}));
      };
    },
  },
  {
    fault: 'the idle timeout is shorter than the heartbeat',
    known: [1],
    fails: ['idle-timeout'],
    breaks: (world) => setAttribute(world, 'idle_timeout.timeout_seconds', '10', '60'),
  },
  {
    fault: 'the idle timeout is as long as the heartbeat',
    known: [2],
    fails: ['idle-timeout'],
    breaks: (world) => setAttribute(world, 'idle_timeout.timeout_seconds', '15', '60'),
  },
  {
    fault: 'one heartbeat that comes late is one too many: the idle timeout is not twice as long',
    known: [2],
    fails: ['idle-timeout'],
    breaks: (world) => setAttribute(world, 'idle_timeout.timeout_seconds', '20', '60'),
  },
  {
    fault: 'connections of clients end after a minute',
    known: [47],
    fails: ['attributes'],
    breaks: (world) => setAttribute(world, 'client_keep_alive.seconds', '60', '3600'),
  },
  {
    fault: 'headers with an underscore are dropped',
    known: [43],
    fails: ['attributes'],
    breaks: (world) => setAttribute(world, 'routing.http.drop_invalid_header_fields.enabled', 'true', 'false'),
  },
  {
    fault: 'HTTP/2 is off, and a browser has six streams at most',
    known: [],
    fails: ['attributes'],
    breaks: (world) => setAttribute(world, 'routing.http2.enabled', 'false', 'true'),
  },
];

type Listener = Pick<ModifyListenerCommandInput, 'SslPolicy' | 'DefaultActions'>;

async function setListener({elb, edge}: World, wrong: Listener, right: Listener): Promise<Mend> {
  const put = (changes: Listener) => elb.send(new ModifyListenerCommand({ListenerArn: edge.listenerArn, ...changes}));
  await put(wrong);
  return () => put(right);
}
