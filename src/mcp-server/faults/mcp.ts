import {sendError, sendJson} from '../exchange.ts';
import {carriesMessage, defineFault, isCallResult} from './fault.ts';
import {oneOf, percent} from './values.ts';

/** What is wrong with MCP's own messages and sessions. */
export const MCP = [
  defineFault({
    name: 'endpoint',
    value: oneOf('no-base', 'double-base', 'http', 'other-origin', 'no-slash'),
    does: 'names another path or origin for messages in the endpoint event',
    seenAs: 'messages go nowhere, to another service, or are redirected by 307',
    problem: (how, {basePath}) =>
      basePath === '' && /-base$/.test(how) ? 'the server has no base path to leave out or to double' : null,
    begin: (how, {basePath, stripPrefix}) => ({
      part: (text, {response}) =>
        text.replace(/^(event: endpoint\ndata: )(.*)$/m, (_, lead, path) => {
          const host = response.req.headers.host ?? 'localhost';
          switch (how) {
            case 'no-base':
              return `${lead}${path.slice(basePath.length)}`;
            case 'double-base':
              return `${lead}${basePath}${path}`;
            case 'http':
              return `${lead}http://${host}${path}`;
            case 'other-origin':
              return `${lead}https://elsewhere.invalid${path}`;
            default:
              return `${lead}${path.replace('/?', '?')}`;
          }
        }),
      request({request, response, path}) {
        if (how !== 'no-slash' || request.method !== 'POST' || !path.endsWith('/messages')) return false;
        // Like a framework that does not know about TLS in front of it.
        const [, query = ''] = (request.url ?? '').split('?');
        const base = stripPrefix ? basePath : '';
        response.setHeader('Location', `http://${request.headers.host}${base}${path}/?${query}`);
        response.writeHead(307);
        response.end();
        return true;
      },
    }),
  }),
  defineFault({
    name: 'lost-session',
    value: percent,
    does: 'does not know the session of so many messages, like another instance',
    seenAs: '404 for some POSTs of a session, at random',
    begin: (share, {random}) => ({
      request(exchange) {
        const {request, response, query} = exchange;
        const hasSession = query.has('sessionId') || request.headers['mcp-session-id'] !== undefined;
        if (!carriesMessage(exchange) || !hasSession || random() * 100 >= share) return false;
        // Each with the answer that another instance would give.
        if (query.has('sessionId')) sendError(response, 404, 'no-session', 'Could not find session');
        else sendJson(response, 404, {jsonrpc: '2.0', error: {code: -32_001, message: 'Session not found'}, id: null});
        return true;
      },
    }),
  }),
  defineFault({
    name: 'no-result',
    value: null,
    does: 'never sends the result of a tool call',
    seenAs: '202 or 200, and then no result; on a stream of its own, an end without it',
    begin: () => ({part: (text) => (isCallResult(text) ? null : text)}),
  }),
  defineFault({
    name: 'wrong-stream',
    value: null,
    does: 'sends the result of a tool call to another open MCP stream',
    seenAs: 'one client gets the result of a call it never made, another gets none',
    begin: (_, {streams}) => ({
      part(text, own) {
        if (!isCallResult(text)) return text;
        const others = [...streams].filter(
          (other) => other !== own && /\/mcp/.test(other.path) && !/\/events$/.test(other.path),
        );
        // The id belongs to the stream that it was meant for.
        others[0]?.send(text.replace(/^id: .*\n/m, ''));
        return null;
      },
    }),
  }),
];
