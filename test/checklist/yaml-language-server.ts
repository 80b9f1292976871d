import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly params?: unknown;
}

export interface Completion {
  readonly label: string;
}

/** The language server that editors run, spoken to as an editor does: JSON-RPC over stdio. */
export class YamlLanguageServer {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #diagnostics = new Map<string, (params: {diagnostics: readonly {message: string}[]}) => void>();
  #received = Buffer.alloc(0);
  #nextId = 1;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  static async start(): Promise<YamlLanguageServer> {
    const entry = join(dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')), 'bin');
    const child = spawn(process.execPath, [join(entry, 'yaml-language-server'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const server = new YamlLanguageServer(child);
    const capabilities = {workspace: {configuration: true}, textDocument: {completion: {}}};
    await server.#request('initialize', {processId: process.pid, rootUri: null, capabilities});
    server.#notify('initialized', {});
    return server;
  }

  /** Opens a document and resolves to what the server finds wrong with it. */
  open(uri: string, text: string): Promise<readonly string[]> {
    const judged = new Promise<readonly string[]>((resolve) => {
      this.#diagnostics.set(uri, ({diagnostics}) => resolve(diagnostics.map(({message}) => message)));
    });
    this.#notify('textDocument/didOpen', {textDocument: {uri, languageId: 'yaml', version: 1, text}});
    return judged;
  }

  /** What it offers at a position, both counted from 0. */
  async complete(uri: string, line: number, character: number): Promise<readonly Completion[]> {
    const params = {textDocument: {uri}, position: {line, character}};
    const result = (await this.#request('textDocument/completion', params)) as {items: Completion[]} | Completion[];
    return Array.isArray(result) ? result : result.items;
  }

  async stop(): Promise<void> {
    await this.#request('shutdown', null);
    const closed = once(this.#child, 'close');
    this.#notify('exit', null);
    await closed;
  }

  #request(method: string, params: unknown): Promise<unknown> {
    const id = this.#nextId++;
    const answered = new Promise<unknown>((resolve) => this.#answers.set(id, resolve));
    this.#send({id, method, params});
    return answered;
  }

  #notify(method: string, params: unknown): void {
    this.#send({method, params});
  }

  #send(message: Message): void {
    const body = JSON.stringify({jsonrpc: '2.0', ...message});
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.subarray(0, end).toString())?.[1]);
      if (this.#received.length < end + 4 + length) return;
      const body = this.#received.subarray(end + 4, end + 4 + length).toString();
      this.#received = this.#received.subarray(end + 4 + length);
      this.#handle(JSON.parse(body) as Message);
    }
  }

  #handle({id, method, params, result}: Message): void {
    if (method === undefined) {
      this.#answers.get(id ?? 0)?.(result);
    } else if (method === 'textDocument/publishDiagnostics') {
      const published = params as {uri: string; diagnostics: readonly {message: string}[]};
      this.#diagnostics.get(published.uri)?.(published);
    } else if (id !== undefined) {
      // It asks for its settings: one answer for each section, and no schema store, which lies in the network.
      const sections = (params as {items?: {section?: string}[]} | undefined)?.items ?? [];
      this.#send({id, result: sections.map(({section}) => (section === 'yaml' ? SETTINGS : {}))});
    }
  }
}

const SETTINGS = {validate: true, completion: true, schemaStore: {enable: false}};
