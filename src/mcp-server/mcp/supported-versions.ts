import {SUPPORTED_PROTOCOL_VERSIONS} from '@modelcontextprotocol/server';

const UNSUPPORTED_VERSION = -32_022;

/**
 * Adds the revisions with sessions to what the error for an unsupported revision names: the SDK's handler of the stateless
 * one knows only of its own, and the error is to name all that are served (MCP 2026-07-28, "Versioning").
 */
export async function withAllVersions(response: Response): Promise<Response> {
  const {headers, status} = response;
  if (status !== 400 || !headers.get('content-type')?.startsWith('application/json')) return response;
  const text = await response.text();
  const body = JSON.parse(text);
  const {error} = body;
  if (error?.code !== UNSUPPORTED_VERSION || !Array.isArray(error.data?.supported)) {
    return new Response(text, {headers, status});
  }
  const supported = [...new Set([...error.data.supported, ...SUPPORTED_PROTOCOL_VERSIONS])];
  return Response.json({...body, error: {...error, data: {...error.data, supported}}}, {headers, status});
}
