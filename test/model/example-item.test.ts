import {expect} from 'chai';
import {CHECKS} from '../../src/checks/index.ts';
import {exampleItem} from '../../src/model/example-item.ts';
import {linted} from '../checklist/linted.ts';

const RESOURCES = `resources:
  alb: {loadBalancer: central-alb, listener: 443}
  zone: {hostedZone: example.com}
  service: {cluster: main, service: mcp}
  api: {api: mcp-api}
`;

describe('the example item of a check', () => {
  for (const check of CHECKS) {
    it(`can be put into a checklist: ${check.id}`, async () => {
      const items = exampleItem(check).replace(/^/gm, '  ');
      const text = `version: 1\ntitle: An example\n${RESOURCES}items:\n${items}\n`;
      const {checklist, problems} = await linted({'checklist.yaml': text}, {checks: CHECKS});
      expect(problems).to.deep.equal([]);
      expect(checklist?.items.map((item) => item.check?.id)).to.deep.equal([check.id]);
    });
  }

  it('has no parameter that it does not need', () => {
    const check = CHECKS.find(({id}) => id === 'alb/rule-routes-request');
    expect(check && exampleItem(check)).to.equal(`- id: rule-routes-request
  title: The listener rule that wins for a request sends it where it belongs
  check: alb/rule-routes-request
  with:
    alb: alb
    request:
      host: mcp.example.com
      path: "/mcp"
    targetGroup: mcp-streams`);
  });
});
