import type {VpcLink} from '../model/facts/aws-facts.ts';
import type {TracedRequest} from '../model/trace.ts';
import {type RequestToFollow, sentHeaders} from './traced-request.ts';

/** A request as it comes to a load balancer: from its client, or changed by API Gateway on the way. */
export interface Arriving extends Pick<TracedRequest, 'method' | 'scheme' | 'sourceIp'> {
  /** Null where API Gateway does not document what the Host header holds. */
  readonly host: string | null;
  /** More than one where it does not document the path: a verdict has to hold for each. */
  readonly paths: readonly string[];
  /** By name in lower case; no values for one that is not sent. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Null: a mapping of API Gateway makes it of something that is not known. */
  readonly query: string | null;
  /** Null: that of the listener with this ARN. */
  readonly port: number | null;
  readonly listenerArn: string | null;
  /** What it comes through, where that is not the internet. */
  readonly link: VpcLink | null;
}

export function arrivingFromClient({shown, headers, query}: RequestToFollow): Arriving {
  const {method, scheme, sourceIp, host, path, port} = shown;
  return {
    method,
    scheme,
    query,
    sourceIp,
    host,
    paths: [path],
    headers: sentHeaders(headers),
    port,
    listenerArn: null,
    link: null,
  };
}
