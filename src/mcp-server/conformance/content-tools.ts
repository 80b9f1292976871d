import {fromJsonSchema, type McpServer} from '@modelcontextprotocol/server';
import {textResult} from '../mcp/text-result.ts';
import {PNG_BASE64, WAV_BASE64} from './media.ts';

const image = {type: 'image', data: PNG_BASE64, mimeType: 'image/png'} as const;

/** Tools whose answers have every kind of content, and one whose schema uses much of JSON Schema 2020-12. */
export function registerContentTools(server: McpServer): void {
  server.registerTool('test_simple_text', {description: 'Answers with a text.'}, () =>
    textResult('This is a simple text response for testing.'),
  );
  server.registerTool('test_image_content', {description: 'Answers with an image.'}, () => ({content: [image]}));
  server.registerTool('test_audio_content', {description: 'Answers with audio.'}, () => ({
    content: [{type: 'audio', data: WAV_BASE64, mimeType: 'audio/wav'}],
  }));
  server.registerTool('test_embedded_resource', {description: 'Answers with a resource.'}, () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  }));
  server.registerTool('test_multiple_content_types', {description: 'Answers with text, image and resource.'}, () => ({
    content: [
      {type: 'text', text: 'Multiple content types test:'},
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: JSON.stringify({test: 'data', value: 123}),
        },
      },
    ],
  }));
  server.registerTool('test_error_handling', {description: 'Fails, always.'}, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  server.registerTool(
    'json_schema_2020_12_tool',
    {description: 'Takes arguments that JSON Schema 2020-12 describes.', inputSchema: CONTACT},
    (contact) => textResult(JSON.stringify(contact)),
  );
  server.registerTool(
    'test_header_param',
    {
      description: 'Has a parameter that clients of 2026-07-28 repeat in a header.',
      inputSchema: REGION,
    },
    ({region}) => textResult(region),
  );
}

/** Contact by phone or by email, with the number or address that it requires. */
const CONTACT_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: {street: {type: 'string'}, city: {type: 'string'}},
    },
  },
  properties: {
    name: {type: 'string'},
    address: {$ref: '#/$defs/address'},
    contactMethod: {type: 'string', enum: ['phone', 'email']},
    phone: {type: 'string'},
    email: {type: 'string'},
  },
  allOf: [{anyOf: [{required: ['phone']}, {required: ['email']}]}],
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  ...{if: {properties: {contactMethod: {const: 'phone'}}, required: ['contactMethod']}, then: {required: ['phone']}},
  else: {required: ['email']},
  additionalProperties: false,
} as const;

// Made once: every new schema is compiled, and kept forever by the validator.
const CONTACT = fromJsonSchema(CONTACT_SCHEMA);

/** The keyword is defined by MCP. */
const REGION_PROPERTY: {readonly type: 'string'} = {type: 'string', ...{'x-mcp-header': 'Region'}};

const REGION = fromJsonSchema<{region: string}>({
  type: 'object',
  properties: {region: REGION_PROPERTY},
  required: ['region'],
});
