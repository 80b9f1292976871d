import type {ReadBack} from './read-back.ts';

/** Workflow commands as GitHub's runner reads them. There is no package of its parser; its rules are in its documentation. */

export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export function commandsIn(log: string): WorkflowCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const [, name, pairs = '', message = ''] = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const properties = pairs.split(',').filter((pair) => pair !== '');
    return [
      {
        name,
        properties: Object.fromEntries(
          properties.map((pair) => {
            const [key = '', ...value] = pair.split('=');
            return [key, unescaped(value.join('='), true)];
          }),
        ),
        message: unescaped(message, false),
      },
    ];
  });
}

function unescaped(text: string, isProperty: boolean): string {
  const codes = isProperty ? /%(0D|0A|3A|2C|25)/gi : /%(0D|0A|25)/gi;
  return text.replace(codes, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

export function readAnnotations(document: string): ReadBack {
  const commands = commandsIn(document);
  const others = document.split(/\r\n|\r|\n/).filter((line) => !line.startsWith('::'));
  return {
    shape: [
      commands.map(({name, properties, message}) => [name, Object.keys(properties), message.split('\n').length]),
      others,
    ],
    texts: commands.flatMap(({properties, message}) => [...Object.values(properties), ...message.split('\n')]),
  };
}

/** The outputs of a step as the runner reads them from the file in `GITHUB_OUTPUT`: the last of a name counts. */
export function outputsIn(file: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = file.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (name === undefined || delimiter === undefined) throw new Error(`not an output: ${line}`);
    const end = lines.indexOf(delimiter, at + 1);
    if (end === -1) throw new Error(`${name}: has no end`);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}
