import {answerFindings} from '../../domain/http/answer-findings.ts';
import {isPermanent, upgradeFaults} from '../../domain/http/https-redirect.ts';
import {eachLook} from '../../domain/streams/each-look.ts';
import {defineCheck, pass} from '../../model/check.ts';
import {withinParam} from '../../model/http-params.ts';
import {headersParam, textParam, z} from '../../model/params.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {codingsParam, protocolsParam} from '../../model/wire-params.ts';
import {httpLooks} from '../../readers/wire-looks.ts';

export const redirectsToHttps = defineCheck({
  id: 'http/redirects-to-https',
  title: 'Plain HTTP is redirected to HTTPS, to the same host and path',
  why: 'Who types the name, and every link that begins with http:, comes over plain HTTP first: what is served there is sent in the clear, and a redirect that loses host, path or query leads elsewhere.',
  fix: 'Give the listener on port 80 one action, a redirect to https, port 443, with host, path and query kept (#{host}, /#{path}, #{query}) and status 301.',
  byHand: 'curl -sS -i --max-time 15 <url>',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
    'https://www.rfc-editor.org/rfc/rfc6797#section-7.2',
  ],
  holdsBecause: 'who comes over HTTPS is served all the same',
  facts: ['http'],
  params: () => ({
    url: z
      .url({protocol: /^http$/, error: 'is not an http: URL: this is about what plain HTTP answers'})
      .meta({examples: ['http://mcp.example.com/events?page=2']})
      .describe('What to ask over plain HTTP; with a path and a query, so that it shows whether they are kept'),
    to: textParam('The https URL it has to lead to, where it is not the same host, path and query').optional(),
    headers: headersParam('Request headers').default({}),
    closed: z
      .enum(['refused', 'allowed'])
      .default('refused')
      .describe('Whether nothing at all may listen there: `allowed` where no client comes over plain HTTP'),
    within: withinParam(),
    protocols: protocolsParam('HTTP/1.1, the only one over plain HTTP'),
    codings: codingsParam('`identity` only'),
  }),

  async run({url, to, headers, closed, within, protocols, codings}, world) {
    const request = {method: 'GET', url, headers, withinMs: within};
    const {looks, unseen} = await httpLooks(request, {protocols, codings}, world.http);
    const place = `GET ${looks[0]?.observation.url ?? url}`;
    const expected = `a redirect to ${to === undefined ? 'https, to the same host, path and query' : to}`;
    const isClosed = looks.every(({observation}) => observation.refusal?.kind === 'refused');
    if (closed === 'allowed' && isClosed) {
      const actual = 'nothing listens there, so nothing is sent in the clear';
      return pass({place, actual, expected: `${expected}, or a closed port`, evidence: []});
    }
    return eachLook(looks, {place, expected, unseen}, ({observation}) =>
      answerFindings(observation, {place, expected}, ({status, headers: answered}) => ({
        faults: upgradeFaults(status, answered.location, {urls: [observation.url, url], to: to ?? null}),
        doubt: null,
        actual: [
          `${status}, a redirect to ${plainText(answered.location ?? '')}`,
          isPermanent(status) ? '' : 'a temporary one, so clients come back over plain HTTP each time',
          'strict-transport-security' in answered ? 'its Strict-Transport-Security means nothing over plain HTTP' : '',
          'what answers there was not looked at',
        ]
          .filter((text) => text !== '')
          .join('; '),
      })),
    );
  },
});
