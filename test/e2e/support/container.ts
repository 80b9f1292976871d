import {readFileSync} from 'node:fs';
import {cp, mkdir, readdir} from 'node:fs/promises';
import {userInfo} from 'node:os';
import path from 'node:path';
import {run} from './run.ts';

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** A stage of a container file: what it begins with, and its instructions in order. */
interface Stage {
  readonly name: string | null;
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** A stage as it was built, and what it says about how it is run. */
export interface Image {
  /** What is its root folder. */
  readonly root: string;
  /** Where in it a container starts. */
  readonly workdir: string;
  readonly image: string;
  readonly user: string | null;
  readonly entrypoint: readonly string[];
  readonly healthcheck: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

function stagesOf(text: string): readonly Stage[] {
  const stages: (Stage & {instructions: Instruction[]})[] = [];
  for (const line of text.split('\n')) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') {
      const [, image = '', name = null] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      stages.push({image, name, instructions: []});
    } else if (word !== '') stages.at(-1)?.instructions.push({word, rest});
    else if (line.trim() !== '' && !line.startsWith('#')) throw new Error(`not understood: ${line}`);
  }
  return stages;
}

/**
 * Executes a container file in folders, without an engine: COPY copies, and RUN runs, with the Node.js of this process.
 * `context` is the folder that is built from, `into` an empty one. Returns every named stage; the default is the last.
 */
export async function buildImages(
  file: string,
  context: string,
  into: string,
): Promise<{readonly stages: ReadonlyMap<string, Image>; readonly byDefault: Image}> {
  const built = new Map<string, Image>();
  let byDefault: Image | null = null;
  for (const [index, stage] of stagesOf(readFileSync(file, 'utf8')).entries()) {
    const root = path.join(into, `stage-${index}`);
    byDefault = await buildStage(stage, root, context, built);
    if (stage.name !== null) built.set(stage.name, byDefault);
  }
  if (byDefault === null) throw new Error(`${file} has no stage`);
  return {stages: built, byDefault};
}

async function buildStage(
  {image, instructions}: Stage,
  root: string,
  context: string,
  built: ReadonlyMap<string, Image>,
): Promise<Image> {
  const base = built.get(image);
  await mkdir(root);
  if (base !== undefined) await cp(base.root, root, {recursive: true, verbatimSymlinks: true});
  const {image: official, ...inherited} = base ?? {...NOTHING, image};
  let {workdir, user} = inherited;
  const environment = {...inherited.environment};
  const forms = {ENTRYPOINT: inherited.entrypoint, HEALTHCHECK: inherited.healthcheck};
  for (const {word, rest} of instructions) {
    switch (word) {
      case 'WORKDIR':
        workdir = path.resolve(workdir, rest);
        await mkdir(path.join(root, workdir), {recursive: true});
        break;
      case 'COPY':
        await copy(rest, context, built, root, path.join(root, workdir));
        break;
      case 'RUN': {
        // npm has to use the registry of this machine, and need not ask it again for what `npm ci` has just got from it.
        const PATH = `${path.dirname(process.execPath)}:${process.env.PATH}`;
        const npm = {HOME: userInfo().homedir, npm_config_prefer_offline: 'true'};
        const env = {...process.env, ...environment, PATH, ...npm};
        const {code, stderr} = await run('sh', ['-c', `cd "${path.join(root, workdir)}" && ${rest}`], env);
        if (code !== 0) throw new Error(`RUN ${rest} ended with ${code}:\n${stderr}`);
        break;
      }
      case 'ENV':
        environment[rest.split('=', 1)[0] ?? ''] = rest.slice(rest.indexOf('=') + 1);
        break;
      case 'USER':
        user = rest;
        break;
      case 'HEALTHCHECK':
      case 'ENTRYPOINT':
        forms[word] = JSON.parse(rest.slice(rest.indexOf('[')));
        break;
      case 'EXPOSE':
        break;
      default:
        throw new Error(`not understood: ${word}`);
    }
  }
  return {
    root,
    workdir,
    image: official,
    user,
    environment,
    entrypoint: forms.ENTRYPOINT,
    healthcheck: forms.HEALTHCHECK,
  };
}

const NOTHING: Omit<Image, 'image' | 'root'> = {
  ...{workdir: '/', user: null, entrypoint: [], healthcheck: [], environment: {}},
};

async function copy(
  rest: string,
  context: string,
  built: ReadonlyMap<string, Image>,
  root: string,
  workdir: string,
): Promise<void> {
  const words = rest.split(/\s+/);
  const from = words[0]?.startsWith('--from=') ? (built.get(words.shift()?.slice(7) ?? '')?.root ?? '') : context;
  const target = words.pop() ?? '';
  const to = path.resolve(workdir, target.startsWith('/') ? path.join(root, target) : target);
  for (const source of words) {
    const at = path.join(from, source);
    if (source === '.') {
      for (const name of await readdir(at)) await cp(path.join(at, name), path.join(to, name), {recursive: true});
    } else if (target.endsWith('/') || words.length > 1) {
      await cp(at, path.join(to, path.basename(source)), {recursive: true});
    } else await cp(at, to, {recursive: true, verbatimSymlinks: true});
  }
}
