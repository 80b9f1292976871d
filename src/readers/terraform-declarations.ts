import {type Judged, judged, needsOfUnknown, type WantedResource} from '../domain/repo/terraform-declaration.ts';
import {type Declarations, declarationsOf} from '../domain/repo/terraform-instances.ts';
import type {TerraformProbe, TerraformVariable} from '../model/facts/repo-facts.ts';
import type {Evidence} from '../model/outcome.ts';

export interface JudgedCode {
  readonly declarations: Declarations;
  readonly judged: readonly Judged[];
  /** The variables that were asked for, as files set them. */
  readonly variables: readonly Evidence[];
}

/** What the code declares of what is wanted. Only the variables are read that this depends on: others may be secrets. */
export async function readDeclarations(
  terraform: TerraformProbe,
  globs: readonly string[],
  wanted: WantedResource,
): Promise<JudgedCode> {
  const code = await terraform.code(globs);
  const known = new Map<string, Evidence & TerraformVariable>();
  for (;;) {
    const declarations = declarationsOf(code, (folder, name) => known.get(`${folder}/${name}`));
    const found = judged(declarations, wanted);
    const asked = needsOfUnknown(found).flatMap(({variable}) => variable ?? []);
    const open = asked.filter(({folder, name}) => !known.has(`${folder}/${name}`));
    if (open.length === 0) {
      const variables = [...known.values()].flatMap(({file, what, value, source}) =>
        file === null ? [] : [{what, value, source}],
      );
      return {declarations, judged: found, variables};
    }
    for (const {folder, name} of open) {
      const {file, setTo} = await terraform.variable(folder, name);
      known.set(`${folder}/${name}`, {what: `var.${name}`, value: setTo, source: file ?? folder, file, setTo});
    }
  }
}
