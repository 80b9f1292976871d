import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {userInfo} from 'node:os';
import path from 'node:path';
import {run} from './run.ts';

/** A Terraform (or OpenTofu) whose AWS provider is on this machine: nothing has to be fetched. */
export interface Terraform {
  readonly binary: string;
  /** Folder of provider binaries, laid out as a filesystem mirror. */
  readonly plugins: string;
}

const MIRRORS = [
  process.env.TF_PLUGIN_CACHE_DIR ?? '',
  ...['.terraform.d/plugins', '.terraform.d/plugin-cache'].map((folder) => path.join(userInfo().homedir, folder)),
  ...['/usr/local/share/terraform/plugins', '/usr/share/terraform/plugins'],
].filter((folder) => folder !== '');

/** Null where there is none: then nothing can be tested with it. */
export function findTerraform(): Terraform | null {
  for (const [binary, registry] of [
    ['terraform', 'registry.terraform.io'],
    ['tofu', 'registry.opentofu.org'],
  ] as const) {
    const plugins = MIRRORS.find((folder) => existsSync(path.join(folder, registry, 'hashicorp/aws')));
    if (plugins !== undefined && isThere(binary)) return {binary, plugins};
  }
  return null;
}

function isThere(binary: string): boolean {
  try {
    execFileSync(binary, ['version'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

/** Runs it in a folder to its end. @throws Error with what it said, when it fails. */
export async function terraformIn(
  folder: string,
  {binary}: Terraform,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const {code, stdout, stderr} = await run(binary, [`-chdir=${folder}`, ...args], {
    ...{TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1', HOME: folder},
    ...env,
  });
  if (code !== 0) throw new Error(`${binary} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}
