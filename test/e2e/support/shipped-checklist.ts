import {cp, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {parse, parseDocument, visit} from 'yaml';
import {ACCOUNTS, READER_ROLE, REGION} from './aws-identities.ts';
import {ROOT, runTool} from './tool.ts';

/** What an operator adds to the shipped checklist before the first run: the role in each account. */
export interface Who {
  readonly platform: string;
  readonly dns: string;
}

/** A role for one account, a profile for the other. */
export const READERS: Who = {
  platform: `roleArn: arn:aws:iam::${ACCOUNTS.platform}:role/${READER_ROLE}`,
  dns: 'profile: network',
};

/** What the emulator cannot show, by item, and why. The lab shows all of these. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'api-path': 'it does not keep the integrationTarget of an integration: where a VPC link of version 2 leads',
  'api-came-through-gateway': 'no resolver knows the names of its load balancers, and nothing here is API Gateway',
  'web-acl-lets-streams-through': 'its load balancer has no web ACL, and rules that `assume` names have to be there',
  'web-acl-lets-messages-through': 'its load balancer has no web ACL, and rules that `assume` names have to be there',
  'wildcard-renews': 'it calls every certificate INELIGIBLE for renewal',
  'certificate-renews': 'it calls every certificate INELIGIBLE for renewal',
  'service-steady': 'it knows no service deployments',
  'deployment-keeps-serving': 'it does not keep the deployment configuration of a service',
  'dns-propagated': 'no name server knows its names, and those of the world are not asked by tests',
  'way-back-is-quick': 'no name server knows its names',
  'caa-allows-amazon': 'no name server knows its names',
  'certificate-accepted': 'it makes up the serial numbers of its certificates',
  'certificate-everywhere': 'no resolver knows the names of its load balancers',
  'tls-versions-answered': 'no resolver knows the names of its load balancers',
  'websocket-connects': 'nothing here is the load balancer of the WebSocket endpoint',
  'image-runs': 'it does not say which image a task runs',
};

/**
 * Copies the shipped checklist, without what the emulator cannot show, and the Terraform it looks at, into a folder
 * where people can sign off.
 */
export async function copyChecklist(folder: string, who: Who = READERS, region = REGION): Promise<void> {
  await rm(folder, {recursive: true, force: true});
  await mkdir(folder, {recursive: true});
  await cp(path.join(ROOT, 'lab/terraform'), path.join(folder, 'lab/terraform'), {recursive: true});
  const shipped = await readFile(path.join(ROOT, 'checklist.yaml'), 'utf8');
  const ours = [
    [`  platform:\n    id: "${ACCOUNTS.platform}"\n`, `    ${who.platform}\n`],
    [`  dns:\n    id: "${ACCOUNTS.dns}"\n`, `    ${who.dns}\n`],
    // Three confirmations 20 s apart are for real migrations.
    ['defaults:\n', '  confirm: {failures: 2, every: 100ms}\n'],
  ].reduce((text, [after = '', line]) => {
    if (text.split(after).length !== 2) throw new Error(`checklist.yaml does not hold exactly once: ${after}`);
    return text.replace(after, after + line);
  }, shipped);
  const there = ours.replaceAll(`region: ${REGION}\n`, `region: ${region}\n`);
  await writeFile(path.join(folder, 'checklist.yaml'), withoutItems(there, Object.keys(LEFT_OUT)));
}

/** Takes items out of a checklist, and out of what others need. */
function withoutItems(text: string, ids: readonly string[]): string {
  const document = parseDocument(text);
  const found: string[] = [];
  visit(document, {
    Map(_, node) {
      const id = node.get('id');
      if (typeof id !== 'string' || !ids.includes(id)) return undefined;
      found.push(id);
      return visit.REMOVE;
    },
    Scalar(key, node) {
      return key !== 'value' && typeof node.value === 'string' && ids.includes(node.value) ? visit.REMOVE : undefined;
    },
  });
  const absent = ids.filter((id) => !found.includes(id));
  if (absent.length > 0) throw new Error(`checklist.yaml has no ${absent.join(', ')}`);
  return document.toString({lineWidth: 0});
}

interface Node {
  readonly id: string;
  readonly items?: readonly Node[];
  readonly manual?: {readonly approvers: readonly string[]};
}

/** Approves every question of the checklist in that folder, with the question hashes that `lint` prints. */
export async function signOffEverything(folder: string): Promise<void> {
  const text = await readFile(path.join(folder, 'checklist.yaml'), 'utf8');
  const checklist: {readonly people: Record<string, readonly string[]>; readonly items: readonly Node[]} = parse(text);
  const approvers = new Map(
    checklist.items.flatMap(leaves).flatMap(({id, manual}) => (manual === undefined ? [] : [[id, manual.approvers]])),
  );
  const asked = await hashesOf(text, folder);
  const signOffs = path.join(folder, 'signoffs/default');
  await mkdir(signOffs, {recursive: true});
  const at = new Date(Date.now() - 60_000).toISOString();
  for (const [id, hash] of asked) {
    const by = checklist.people[approvers.get(id)?.[0] ?? '']?.[0];
    await writeFile(
      path.join(signOffs, `${id}.yaml`),
      `version: 1\nverdict: approved\nby: ${by}\nat: ${at}\nevidence: seen in the end-to-end test\nasked: ${hash}\n`,
    );
  }
}

/** By the text of a checklist: every test copies the same. */
const hashes = new Map<string, readonly (readonly [id: string, hash: string])[]>();

async function hashesOf(text: string, folder: string) {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const {code, stdout, stderr} = await runTool(['lint', '--json'], {cwd: folder});
  if (code !== 0) throw new Error(`lint ended with ${code}:\n${stdout}${stderr}`);
  const {manual}: {readonly manual: readonly {readonly id: string; readonly asked: string}[]} = JSON.parse(stdout);
  const found = manual.map(({id, asked}) => [id, asked] as const);
  hashes.set(text, found);
  return found;
}

function leaves(node: Node): readonly Node[] {
  return node.items === undefined ? [node] : node.items.flatMap(leaves);
}
