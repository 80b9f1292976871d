import {globSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {NormalizedSchema as Schema} from '@smithy/core/schema';
import {NormalizedSchema} from '@smithy/core/schema';
import type {InterfaceDeclaration, Node, SourceFile} from 'typescript/unstable/ast';
import {SyntaxKind} from 'typescript/unstable/ast';

/** By client (`acm`), the members `Shape.Member` of AWS's answers that no mapping reads. Below them nothing is listed. */
export async function unreadMembers(read: ReadonlySet<Node>): Promise<Record<string, string[]>> {
  const membersRead = namesOf(read);
  const unread = new Map<string, Set<string>>();
  for (const [client, commands] of commandsUsed()) {
    const sdk: Record<string, new (input: object) => {schema: readonly unknown[]}> = await import(
      `@aws-sdk/client-${client}`
    );
    const found = new Set<string>();
    const seen = new Set<string>();
    for (const name of commands) {
      const Command = sdk[name];
      if (Command === undefined) throw new Error(`@aws-sdk/client-${client} does not export ${name}`);
      const [, , , , , output] = new Command({}).schema;
      const isRead = (member: string) => membersRead.has(`${client} ${member}`);
      collect(NormalizedSchema.of(output as Parameters<typeof NormalizedSchema.of>[0]), isRead, seen, found);
    }
    unread.set(client, found);
  }
  return Object.fromEntries([...unread].toSorted().map(([client, members]) => [client, [...members].sort()]));
}

function collect(schema: Schema, isRead: (member: string) => boolean, seen: Set<string>, unread: Set<string>): void {
  if (schema.isListSchema() || schema.isMapSchema()) {
    collect(schema.getValueSchema(), isRead, seen, unread);
    return;
  }
  const shape = schema.getName() ?? '';
  if (!schema.isStructSchema() || seen.has(shape)) return;
  seen.add(shape);
  for (const [name, member] of schema.structIterator()) {
    if (isRead(`${shape}.${name}`)) collect(member, isRead, seen, unread);
    else unread.add(`${shape}.${name}`);
  }
}

/** `acm CertificateDetail.Issuer` */
function namesOf(read: ReadonlySet<Node>): Set<string> {
  return new Set(
    [...read].flatMap((node) => {
      const {parent} = node;
      if (parent.kind !== SyntaxKind.InterfaceDeclaration) return [];
      const [, client] = /@aws-sdk\/client-([^/]+)\//.exec((parent.getSourceFile() as SourceFile).fileName) ?? [];
      const {text} = (node as unknown as {name: {text: string}}).name;
      return `${client} ${(parent as InterfaceDeclaration).name.text}.${text}`;
    }),
  );
}

/** By client, the commands that are sent. */
function commandsUsed(): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  for (const file of globSync('src/probes/aws/**/*.ts')) {
    const text = readFileSync(file, 'utf8');
    const commands = [...text.matchAll(/\bnew (\w+Command)\(/g)].map(([, name = '']) => name);
    if (commands.length === 0) continue;
    const [client] = [text, ...importedSdk(file, text)].flatMap(
      (source) => /['"]@aws-sdk\/client-([\w-]+)['"]/.exec(source)?.[1] ?? [],
    );
    if (client === undefined) throw new Error(`${file}: which client are ${commands.join(', ')} of?`);
    used.set(client, new Set([...(used.get(client) ?? []), ...commands]));
  }
  return used;
}

/** The parts of a large client are exported by a module of our own. */
function importedSdk(file: string, text: string): string[] {
  return text.includes("'./sdk.ts'") ? [readFileSync(join(dirname(file), 'sdk.ts'), 'utf8')] : [];
}
