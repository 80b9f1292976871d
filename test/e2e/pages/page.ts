import {request} from 'node:http';

/** What a real server answered when something was wrong: material for tests of what such answers mean. */
export interface Page {
  /** What was so when it was asked. */
  readonly when: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly status: number;
  /** Lower-case names, as a look at the wire has them; what is another each time is always the same. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What one server answers when this and that is wrong. */
export interface PageFile {
  /** Its name and version. */
  readonly server: string;
  readonly pages: readonly Page[];
}

export interface Question {
  readonly when: string;
  readonly port: number;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks over HTTP/1.1. Rejects when the answer is no HTTP response, or breaks off. */
export function pageOf({when, port, method = 'GET', path = '/', headers = {}, body}: Question): Promise<Page> {
  return new Promise((resolve, reject) => {
    const asked = request({host: '127.0.0.1', port, method, path, headers, agent: false}, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({
          when,
          request: {method, path, headers},
          status: response.statusCode ?? 0,
          headers: headersOf(response.headersDistinct, port),
          body: alwaysTheSame(text, port),
        });
      });
    });
    asked.on('error', (error) => reject(new Error(`${when}: ${error.message}`)));
    asked.end(body);
  });
}

/** Ports and session ids are others each time. */
function alwaysTheSame(text: string, port: number): string {
  return text
    .replaceAll(`127.0.0.1:${port}`, '127.0.0.1:8080')
    .replace(/\b[0-9a-f]{32}\b/g, '0123456789abcdef0123456789abcdef');
}

function headersOf(distinct: NodeJS.Dict<string[]>, port: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(distinct).map(([name, values = []]) => [
      name,
      name === 'date' ? 'Thu, 01 Jan 2026 00:00:00 GMT' : alwaysTheSame(values.join(', '), port),
    ]),
  );
}
