import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';

export interface AssumedRole {
  readonly role: string;
  /** The access key whose credentials asked for it. */
  readonly by: string;
  readonly externalId: string | null;
}

/**
 * AWS STS on loopback. Every session is numbered (`hub-1`, `hub-2`) and lasts as long as the test says; who calls is read
 * from the signature. A role called `forbidden` cannot be assumed.
 */
export async function startSts() {
  const assumed: AssumedRole[] = [];
  const lifetime = {ms: 3_600_000};
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const by = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody';
    const arn = form.get('RoleArn') ?? '';
    const role = arn.split('/').at(-1) ?? '';
    response.setHeader('content-type', 'text/xml');
    if (form.get('Action') === 'GetCallerIdentity') {
      // The key of a session begins with the account's number.
      const account = by.split('-')[0] ?? '';
      const caller = `<Arn>arn:aws:sts::${account}:assumed-role/${by}</Arn><UserId>x</UserId><Account>${account}</Account>`;
      response.end(answer('GetCallerIdentity', caller));
    } else if (role === 'forbidden') {
      response.statusCode = 403;
      response.end(`<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>
        <Message>${by} may not assume ${arn}</Message></Error><RequestId>1</RequestId></ErrorResponse>`);
    } else {
      assumed.push({role, by, externalId: form.get('ExternalId')});
      const account = arn.split(':')[4];
      const number = assumed.filter((one) => one.role === role).length;
      const expiration = new Date(Date.now() + lifetime.ms).toISOString();
      response.end(
        answer(
          'AssumeRole',
          `<Credentials><AccessKeyId>${account}-${role}-${number}</AccessKeyId><SecretAccessKey>x</SecretAccessKey>
          <SessionToken>x</SessionToken><Expiration>${expiration}</Expiration></Credentials>`,
        ),
      );
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    assumed,
    lifetime,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(action: string, result: string): string {
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result>
    <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
}
