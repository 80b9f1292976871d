import type {Elbv2Facts, Wafv2Facts, WebAcl} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import type {Scope} from '../scope.ts';
import {shapeOf} from '../shape.ts';
import {toWebAcl} from './mapping.ts';

export function wafv2Facts({at, to, fact}: Scope, {loadBalancer}: Pick<Elbv2Facts, 'loadBalancer'>): Wafv2Facts {
  return {
    async webAcl(name) {
      const accountRegion = at(name);
      const {arn, type} = await loadBalancer(name);
      // Other types cannot have one, and asking for it is an error.
      if (type !== 'application') return null;
      return fact(accountRegion, `webAcl:${arn}`, (aborted) => getWebAcl(to('wafv2', accountRegion), arn, aborted));
    },
  };
}

async function getWebAcl(
  waf: Connection<Clients['wafv2']>,
  ResourceArn: string,
  signal: AbortSignal,
): Promise<WebAcl | null> {
  const {GetWebACLForResourceCommand} = await import('@aws-sdk/client-wafv2');
  const action = 'wafv2:GetWebACLForResource';
  const {WebACL, $metadata} = await waf.call(action, signal, (client, options) =>
    client.send(new GetWebACLForResourceCommand({ResourceArn}), options),
  );
  if (WebACL !== undefined) return toWebAcl(action, WebACL);
  // A missing member is how AWS says that there is none; an answer without a request id is not from AWS.
  shapeOf(action).required($metadata?.requestId, '$metadata.requestId');
  return null;
}
