import {globSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type BindingElement, type Node, type ObjectBindingPattern, SyntaxKind} from 'typescript/unstable/ast';
import {API, type Checker, type Program, type Symbol as TsSymbol} from 'typescript/unstable/sync';

/** What the compiler knows about the code that asks AWS, and about the code that judges what it said. */
export interface Compiled {
  /** The declarations of every member that is read in these files, as `a.member` or `const {member} = a`: those at such a path. */
  declarationsRead(glob: string, path: RegExp): ReadonlySet<Node>;
  files(glob: string): readonly Node[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export function withProgram<T>(use: (compiled: Compiled) => T): T {
  const api = new API({cwd: root});
  try {
    const config = join(root, 'scripts/members/tsconfig.json');
    const project = api.updateSnapshot({openProjects: [config]}).getProject(config);
    if (project === undefined) throw new Error(`${config}: not opened`);
    const {program, checker} = project;
    const files = (glob: string) => filesOf(program, glob);
    return use({
      files,
      declarationsRead: (glob, path) =>
        new Set(symbolsRead(checker, files(glob)).flatMap((symbol) => declarationsOf(symbol, path))),
    });
  } finally {
    api.close();
  }
}

function filesOf(program: Program, glob: string): readonly Node[] {
  return globSync(glob, {cwd: root}).map((file) => {
    const source = program.getSourceFile(join(root, file));
    if (source === undefined) throw new Error(`${file}: not in the program`);
    return source;
  });
}

function symbolsRead(checker: Checker, files: readonly Node[]): TsSymbol[] {
  const nodes = files.flatMap((file) => [...nodesBelow(file)]);
  const accessed = nodes.flatMap((node) =>
    node.kind === SyntaxKind.PropertyAccessExpression ? [(node as unknown as {name: Node}).name] : [],
  );
  const patterns = nodes.filter((node) => node.kind === SyntaxKind.ObjectBindingPattern) as ObjectBindingPattern[];
  const types = checker.getTypeAtLocation(patterns);
  const destructured = patterns.flatMap(({elements}, i) => {
    const type = types[i];
    return type === undefined ? [] : elements.map((element) => checker.getPropertyOfType(type, nameOf(element)));
  });
  return [...checker.getSymbolAtLocation(accessed), ...destructured].filter((symbol) => symbol !== undefined);
}

function nameOf({propertyName, name}: BindingElement): string {
  return ((propertyName ?? name) as Node & {text: string}).text;
}

/** A member of a union has one in each of its types. */
function declarationsOf(symbol: TsSymbol, path: RegExp): Node[] {
  return symbol.declarations.flatMap((handle) => (path.test(handle.path) ? (handle.resolve() ?? []) : []));
}

export function* nodesBelow(node: Node): Generator<Node> {
  const children: Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  for (const child of children) {
    yield child;
    yield* nodesBelow(child);
  }
}
