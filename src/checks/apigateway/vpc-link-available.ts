import {
  findVpcLink,
  vpcLinkByHand,
  vpcLinkFix,
  vpcLinkSource,
  vpcLinkTrouble,
} from '../../domain/api-gateway/vpc-links.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam} from '../../model/params.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';

export const vpcLinkAvailable = defineCheck({
  id: 'apigateway/vpc-link-available',
  title: 'The VPC link is available',
  why: 'After 60 days without traffic a VPC link becomes INACTIVE and loses its network interfaces: the first requests after a cutover then fail for minutes.',
  fix: 'Send a request through an INACTIVE link and wait until it is AVAILABLE again; read the status message of one that FAILED, and recreate it.',
  byHand: 'aws apigatewayv2 get-vpc-links --query "Items[].[Name,VpcLinkId,VpcLinkStatus,VpcLinkStatusMessage]"',
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html'],
  facts: ['api', 'vpcLinks'],
  params: () => ({
    api: resourceParam('api', 'An API in whose account and region the VPC link is'),
    vpcLink: textParam('The VPC link: a name or an id, of version 1 or 2'),
  }),
  async run({api, vpcLink: wanted}, {aws}) {
    // Where the API does not exist, a missing link proves nothing.
    const [links] = await Promise.all([aws.vpcLinks(api), aws.api(api)]);
    const link = findVpcLink(wanted, links);
    const expected = 'AVAILABLE';
    if (link === null) {
      const names = links.map(({name}) => name);
      return fail({
        place: `VPC link ${wanted}`,
        faults: [
          {
            what: `there is none of this name; there are: ${names.join(', ') || 'none'}.${didYouMean(wanted, names)}`,
            fix: `Create VPC link ${wanted}, or correct its name in the item.`,
          },
        ],
        expected,
        evidence: [{what: 'VPC links', value: names, source: 'apigateway:GET /v2/vpclinks and /vpclinks'}],
      });
    }
    const {status, statusMessage} = link;
    const source = vpcLinkSource(link);
    const message = statusMessage === null ? [] : [{what: 'status message', value: statusMessage, source}];
    const grounds = {
      place: `VPC link ${link.name} (${link.id})`,
      actual: status,
      expected,
      evidence: [{what: 'status', value: status, source}, ...message],
      byHand: vpcLinkByHand(link),
    };
    return status === 'AVAILABLE'
      ? pass(grounds)
      : fail({...grounds, because: vpcLinkTrouble(link), fix: vpcLinkFix(link)});
  },
});
