import {basename} from 'node:path';
import type {Node, SourceFile} from 'typescript/unstable/ast';
import {fieldsOf} from './fact-fields.ts';
import {withProgram} from './program.ts';
import {unreadMembers} from './sdk-members.ts';

/**
 * What AWS says and nobody reads, for the test that asks for a reason of each: members of its answers that no probe maps, and
 * fields of facts that neither a check nor what checks are made of reads. The compiler knows; it takes seconds.
 */
export async function unread(): Promise<string> {
  const {sdk, fields} = withProgram((compiled) => ({
    sdk: compiled.declarationsRead('src/probes/aws/**/*.ts', /@aws-sdk\/client-/),
    fields: unreadFields(
      compiled.files('src/model/facts/aws/*.ts'),
      compiled.declarationsRead('src/{checks,domain,readers,trace}/**/*.ts', /src\/model\/facts\/aws\//),
    ),
  }));
  return `${JSON.stringify({members: await unreadMembers(sdk), fields}, null, 2)}\n`;
}

function unreadFields(files: readonly Node[], read: ReadonlySet<Node>): Record<string, string[]> {
  return Object.fromEntries(
    files.map((file) => {
      const service = basename((file as SourceFile).fileName, '.ts');
      return [service, [...fieldsOf([file])].filter(([node]) => !read.has(node)).map(([, name]) => name)];
    }),
  );
}
