import {type McpServer, ResourceTemplate} from '@modelcontextprotocol/server';
import type {ServerState} from '../server-state.ts';
import {PNG_BASE64} from './media.ts';

/** Resources of text and of bytes, one made from a template, and one that can be watched. */
export function registerResources(server: McpServer, state: ServerState): void {
  server.registerResource(
    'static-text',
    'test://static-text',
    {description: 'A text that never changes.', mimeType: 'text/plain'},
    ({href}) => ({
      contents: [{uri: href, mimeType: 'text/plain', text: 'This is the content of the static text resource.'}],
    }),
  );
  server.registerResource(
    'static-binary',
    'test://static-binary',
    {description: 'An image that never changes.', mimeType: 'image/png'},
    ({href}) => ({contents: [{uri: href, mimeType: 'image/png', blob: PNG_BASE64}]}),
  );
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', {list: undefined}),
    {description: 'Whatever is asked for, by its id.', mimeType: 'application/json'},
    ({href}, {id}) => ({
      contents: [
        {
          uri: href,
          mimeType: 'application/json',
          text: JSON.stringify({id, templateTest: true, data: `Data for ID: ${String(id)}`}),
        },
      ],
    }),
  );
  server.registerResource(
    'watched-resource',
    'test://watched-resource',
    {description: 'A resource that can be subscribed to.', mimeType: 'text/plain'},
    ({href}) => ({contents: [{uri: href, mimeType: 'text/plain', text: state.clock.now().toISOString()}]}),
  );
}
