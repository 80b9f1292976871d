import type {Known} from './known.ts';

const OLD_WAY = 'the shipped checklist asks what answers by the old way on the wire (api-answers), as it does today';

export const API_GATEWAY_KNOWN: Known = {
  undecisive: [
    {
      fact: 'apis',
      fields: '[].minimumCompressionSize',
      because: 'compresses answers of the old way, which are not streams',
    },
    {
      fact: 'apiRoutes',
      fields: '[].authorization [].apiKeyRequired',
      because: 'say who the old way is for: its protections are compared by hand today',
    },
    {
      fact: 'apiRoutes',
      fields: '[].integration.requestTemplates{}',
      because: 'hold anything, and change a request only through overrides; the path and the host have mutations',
    },
    {
      fact: 'apiStages',
      fields: '[].name [].variables{} [].autoDeploys [].webAclArn',
      because: 'are of stages that an item names; that the stage serves something has mutations',
    },
    {fact: 'apiDeployments', fields: '[].id [].createdAt', because: 'say when what is served was deployed'},
    {
      fact: 'apiDomains',
      fields: '[].name [].endpointTypes[] [].certificateArn [].routingMode',
      because: 'are of the name that clients use today, which nobody changes',
    },
    {fact: 'vpcLinks', fields: '[].name [].version [].statusMessage', because: 'name and explain it'},
    {
      fact: 'vpcLinks',
      fields: '[].targetArns[]',
      because: 'are of the older links, which a Network Load Balancer ends',
    },
  ],
  survivors: [
    {
      fact: 'apis',
      fields: '[].endpointTypes [].disableExecuteApiEndpoint',
      at: null,
      because: OLD_WAY,
    },
    {
      fact: 'apiRoutes',
      fields: '[].integration.type [].integration.httpMethod [].integration.tlsServerName',
      at: null,
      because: `${OLD_WAY}; apigateway/route-reaches-vpc-link is to judge them`,
    },
    {fact: 'apiDomains', fields: '[].targetDnsNames', at: null, because: OLD_WAY},
    {fact: 'apiMappings', fields: '[].basePath [].apiId [].stage', at: null, because: OLD_WAY},
    {
      fact: 'vpcLinks',
      fields: '[].securityGroupIds [].subnetIds',
      at: null,
      because: 'whether the load balancer admits the VPC link is to be asked by an item',
    },
  ],
};
