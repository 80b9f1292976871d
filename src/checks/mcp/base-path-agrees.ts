import {agreedText, oddParty, openParty} from '../../domain/mcp/base-path-parties.ts';
import {conversationEvidence} from '../../domain/mcp/conversation-evidence.ts';
import {isBelow} from '../../domain/mcp/endpoint-place.ts';
import {basePathParam} from '../../model/base-path-param.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {mcpParams} from '../../model/mcp-params.ts';
import {resourceParam, textParam} from '../../model/params.ts';
import {environmentSays, ruleSays} from '../../readers/base-path-parties.ts';
import {rulesAt} from '../../readers/listener-rules.ts';
import {lookAtEndpoint} from '../../readers/mcp-endpoint.ts';

export const basePathAgrees = defineCheck({
  id: 'mcp/base-path-agrees',
  title: 'The environment of the tasks, the listener rule and the server itself have the same base path',
  why: 'The base path is said in four places: the environment of the tasks, the path pattern of the listener rule, what the rule takes away, and the endpoint event. Each looks right alone, and where one differs the stream answers 404 or its messages go nowhere.',
  fix: 'Change the one that is off: the variable of the container, the path pattern or url-rewrite of the rule, or where the application applies its prefix.',
  byHand:
    'aws elbv2 describe-rules --listener-arn <LISTENER_ARN> --query "Rules[].[Priority,Conditions[].[Field,Values],Transforms]"; curl -sS -N -i --max-time 5 -H "Accept: text/event-stream" <url>',
  links: [
    'https://fastapi.tiangolo.com/advanced/behind-a-proxy/',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
  ],
  facts: ['environmentIs', 'listener', 'listenerRules', 'loadBalancer', 'mcp', 'service', 'taskDefinition', 'tasks'],
  params: () => ({
    ...mcpParams(),
    basePath: basePathParam('The base path that all are to have'),
    service: resourceParam('service', 'The service whose running tasks have the base path in their environment'),
    container: textParam('The container; default: the one behind the load balancer, or the only one').optional(),
    variable: textParam('The variable that tells it').default('BASE_PATH'),
    alb: resourceParam('loadBalancer', 'The load balancer and listener whose rules lead to the service'),
  }),

  async run({within, basePath, service, container, variable, alb, ...target}, {aws, mcp}) {
    const {origin, hostname: host, pathname: path} = new URL(target.url);
    // Against a base path that the stream does not have, whoever has the right one would be off.
    if (!isBelow(path, basePath)) {
      throw new CannotTell(
        `${origin}${path}: the stream is not below ${basePath}, which all are to have`,
        'correct `basePath` of the item, or its `url`',
      );
    }
    const [environment, {listener, rules}, look] = await Promise.all([
      environmentSays(service, {container, variable, basePath}, aws),
      rulesAt(alb, aws),
      lookAtEndpoint({...target, basePath, withinMs: within}, mcp),
    ]);
    const stream = ruleSays(rules, listener, {host, path, method: 'GET'});
    const {endpointPath} = look;
    const messages =
      endpointPath === null ? null : ruleSays(rules, listener, {host, path: endpointPath, method: 'POST'});
    const parties = {basePath, environment, stream, messages, server: look};
    const place = look.conversation.url;
    const expected = `${basePath} in the environment, the listener rule and the endpoint event`;
    const evidence = [
      ...environment.map(({where, finding}) => ({
        what: `${variable}, expected ${basePath}`,
        value: finding,
        source: where,
      })),
      ...[stream, ...(messages === null ? [] : [messages])].map(({path: sent, rule, seen}) => ({
        what: `${rule} takes ${sent}`,
        value: seen === sent ? 'passed on as it is' : `the target sees ${seen ?? 'what is not clear'}`,
        source: listener.arn,
      })),
      ...conversationEvidence(look.conversation),
    ];
    const odd = oddParty(parties);
    if (odd !== null) return fail({place, expected, faults: [odd], evidence});
    const doubt = openParty(parties, place);
    if (doubt !== null) throw doubt;
    return pass({place, expected, actual: agreedText(parties), evidence});
  },
});
