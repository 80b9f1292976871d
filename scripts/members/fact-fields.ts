import type {
  InterfaceDeclaration,
  Node,
  PropertySignatureDeclaration,
  TypeAliasDeclaration,
} from 'typescript/unstable/ast';
import {SyntaxKind} from 'typescript/unstable/ast';

/** Every field of the types of these files, by its declaration: `LoadBalancer.arn`, `RuleAction(forward).targets.weight`. */
export function fieldsOf(files: readonly Node[]): Map<Node, string> {
  const fields = new Map<Node, string>();
  for (const file of files) {
    file.forEachChild((statement) => {
      if (statement.kind === SyntaxKind.InterfaceDeclaration) {
        const {name, members} = statement as InterfaceDeclaration;
        add(fields, members, name.text);
      } else if (statement.kind === SyntaxKind.TypeAliasDeclaration) {
        const {name, type} = statement as TypeAliasDeclaration;
        addType(fields, type, name.text);
      }
    });
  }
  return fields;
}

function add(fields: Map<Node, string>, members: readonly Node[], owner: string): void {
  for (const member of members) {
    if (member.kind !== SyntaxKind.PropertySignature) continue;
    const {name, type} = member as PropertySignatureDeclaration;
    const field = `${owner}.${(name as Node & {text: string}).text}`;
    fields.set(member, field);
    if (type !== undefined) addType(fields, type, field);
  }
}

/** Of literal types in lists and unions too; those of a union are told apart by their first field with a literal. */
function addType(fields: Map<Node, string>, type: Node, owner: string): void {
  if (type.kind === SyntaxKind.TypeLiteral) {
    const {members} = type as Node & {members: readonly Node[]};
    add(fields, members, owner);
    return;
  }
  type.forEachChild((child) => {
    addType(fields, child, type.kind === SyntaxKind.UnionType ? `${owner}${variantOf(child)}` : owner);
  });
}

function variantOf(type: Node): string {
  if (type.kind !== SyntaxKind.TypeLiteral) return '';
  const {members} = type as Node & {members: readonly PropertySignatureDeclaration[]};
  const literal = members.map((member) => member.type?.getText() ?? '').find((text) => text.startsWith("'"));
  return literal === undefined ? '' : `(${literal.replaceAll("'", '')})`;
}
