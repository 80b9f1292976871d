import {CannotTell} from '../../model/errors.ts';
import type {VpcLink} from '../../model/facts/aws-facts.ts';
import {command} from '../../model/text/shell.ts';

const INACTIVE =
  'nothing went through it for 60 days, its network interfaces are gone, and the first requests fail for minutes';

/**
 * By id, else by name; null when there is none.
 *
 * @throws {CannotTell} when several have that name.
 */
export function findVpcLink(wanted: string, links: readonly VpcLink[]): VpcLink | null {
  const byId = links.filter(({id}) => id === wanted);
  const found = byId.length > 0 ? byId : links.filter(({name}) => name === wanted);
  if (found.length <= 1) return found[0] ?? null;
  throw new CannotTell(
    `VPC link ${wanted}: ${found.length} have that name (${found.map(({id}) => id).join(', ')})`,
    'give the id of the one that is meant',
  );
}

/** What its status means, where AWS or its own message says more than the word. */
export function vpcLinkTrouble({status, statusMessage}: VpcLink): string | null {
  return status === 'INACTIVE' ? INACTIVE : statusMessage;
}

/** How a link that is not available becomes so. */
export function vpcLinkFix({status, name}: VpcLink): string {
  switch (status) {
    case 'INACTIVE':
      return `Send requests through ${name} until it is AVAILABLE again, before users do: the first of them fail.`;
    case 'PENDING':
      return `Wait until ${name} is AVAILABLE: give the item a \`poll:\`.`;
    case 'FAILED':
      return `Correct what its status message says, and create ${name} anew: one that FAILED does not come back.`;
    default:
      return `Create a VPC link in the place of ${name}, which is ${status}, and let the integrations use it.`;
  }
}

/** The two versions are read with different APIs. */
export function vpcLinkSource({id, version}: VpcLink): string {
  return `apigateway:GET ${version === 2 ? '/v2/vpclinks' : '/vpclinks'}/${id}`;
}

/** The command that shows it. */
export function vpcLinkByHand({id, version}: VpcLink): string {
  return version === 2
    ? command`aws apigatewayv2 get-vpc-link --vpc-link-id ${id}`
    : command`aws apigateway get-vpc-link --vpc-link-id ${id}`;
}
