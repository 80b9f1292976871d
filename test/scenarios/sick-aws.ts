import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface SickAws {
  readonly url: string;
  close(): Promise<void>;
}

/** By the first segment of the path, which `--endpoint-url` sets: what AWS answers to everything but who we are. */
const ANSWERS: Readonly<Record<string, {status: number; code: string; message: string}>> = {
  denied: {
    status: 403,
    code: 'AccessDenied',
    message: 'User: arn:aws:sts::444444444444:assumed-role/ci/run is not authorized to perform this action',
  },
  throttled: {status: 400, code: 'Throttling', message: 'Rate exceeded'},
};

const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::444444444444:assumed-role/ci/run</Arn><UserId>AROAEXAMPLE:run</UserId><Account>444444444444</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

const NO_LOAD_BALANCERS = `<DescribeLoadBalancersResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
<DescribeLoadBalancersResult><LoadBalancers/></DescribeLoadBalancersResult></DescribeLoadBalancersResponse>`;

/** An endpoint on loopback that speaks AWS's query protocol just enough to refuse. */
export async function startSickAws(): Promise<SickAws> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const reply = (status: number, xml: string) =>
      response.writeHead(status, {'Content-Type': 'text/xml'}).end(`<?xml version="1.0"?>${xml}`);
    const mood = request.url?.split('/')[1] ?? '';
    const answer = ANSWERS[mood];
    if (mood === 'silent') return;
    if (mood === 'login') response.writeHead(200, {'Content-Type': 'text/html'}).end('<!doctype html><title>Sign in');
    else if (body.includes('Action=GetCallerIdentity')) reply(200, CALLER);
    else if (answer === undefined) reply(200, NO_LOAD_BALANCERS);
    else {
      const {status, code, message} = answer;
      const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
      reply(status, `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
