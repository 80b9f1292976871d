import {
  declarationEvidence,
  differencesText,
  ignoredOf,
  namesOfType,
  otherRoots,
  unreadText,
  type WantedResource,
  whatDiffers,
  whatIsThere,
} from '../../domain/repo/terraform-declaration.ts';
import {endOf, judgedInPlan, madeWhen, plannedEvidence, whatIsPlanned} from '../../domain/repo/terraform-planned.ts';
import {CannotTell, defineCheck, fail, pass, type Verdict} from '../../model/check.ts';
import type {TerraformPlan} from '../../model/facts/repo-facts.ts';
import {fileParam, globsParam, textParam, z} from '../../model/params.ts';
import {readDeclarations} from '../../readers/terraform-declarations.ts';

const READ_ALL = "correct the files that cannot be read; keep them below the checklist's folder or its `roots:`";
const PLAN_TELLS =
  'what it comes to is in the JSON of a plan: give `plan` in place of `files` (`terraform show -json`)';

export const terraformDeclares = defineCheck({
  id: 'repo/terraform-declares',
  title: 'Terraform code, or a plan of it, declares a resource',
  why: 'What was set up by hand in the console may be gone after the next apply; what is in the code comes back.',
  fix: 'Declare it, or correct the item. An attribute that is an expression can be expected as exactly that text, dollar sign and braces included, or be judged live by a check of family alb.',
  byHand:
    'grep -rn --include="*.tf" \'resource "<type>"\' . # in a plan: jq \'.resource_changes[] | select(.type == "<type>")\' plan.json',
  links: [
    'https://developer.hashicorp.com/terraform/language/syntax/json',
    'https://developer.hashicorp.com/terraform/language/files/override',
    'https://developer.hashicorp.com/terraform/language/values/variables',
    'https://developer.hashicorp.com/terraform/internals/json-format',
  ],
  facts: ['terraform'],
  params: () =>
    z
      .strictObject({
        files: globsParam(
          "Globs of the files to read, relative to the checklist's folder, and below it or a root",
        ).optional(),
        plan: fileParam(
          'In their place what `terraform show -json` prints of a saved plan, or of the state: all values are resolved in it, those of modules too',
        )
          .meta({examples: ['plan.json']})
          .optional(),
        type: z
          .string()
          .regex(/^[a-z][a-z0-9_]*$/, {error: 'is not a resource type such as aws_lb_listener_rule'})
          .describe('The resource type'),
        name: textParam('The name of the block; when it is left out, any block of this type counts').optional(),
        attributes: z
          .record(z.string(), z.json())
          .default({})
          .describe(
            'Attributes and nested blocks it has to have: an object is met by any one such block, a list by a list of the same length, blocks in any order; an expression by what it comes to where the code says that, or by its own text, dollar sign and braces included',
          ),
      })
      .refine(({files, plan}) => (files === undefined) !== (plan === undefined), {
        path: ['files'],
        error: 'is needed, or `plan`, and not both',
      }),

  async run({files = [], plan, ...wanted}, world) {
    if (plan !== undefined) return verdictOnPlan(await world.terraform.plan(plan, namesOfType(wanted.type)), wanted);
    const globs = typeof files === 'string' ? [files] : files;
    const {declarations, judged, variables} = await readDeclarations(world.terraform, globs, wanted);
    const {type, name, attributes} = wanted;
    const expected = `resource "${type}"${name === undefined ? '' : ` "${name}"`} with ${JSON.stringify(attributes)}`;
    const where = globs.join(', ');
    const override = declarations.problems.find(({overrides}) => overrides);
    if (override !== undefined) {
      throw new CannotTell(`${override.problem}: it overrides what the other files declare`, READ_ALL);
    }
    const evidence = [...judged.map(({resource}) => declarationEvidence(resource)), ...variables];
    const met = judged.filter(({match}) => match.verdict === 'same');
    const [first] = met;
    const others = otherRoots(judged, wanted);
    if (first !== undefined && others.length > 0) {
      throw new CannotTell(
        `${first.resource.file}: ${first.resource.address} is as expected in ${first.resource.root}, and not in ${others.join(', ')}, which have it too`,
        'name in `files` those of the one root module that is meant',
      );
    }
    if (first !== undefined) {
      const {resource} = first;
      const ignored = ignoredOf(resource, wanted);
      const notes = [
        ...(judged.length > 1
          ? [`${met.length} of ${judged.length} that could be it ${met.length === 1 ? 'fits' : 'fit'}`]
          : []),
        ...variables.map(({what, source}) => `${what} as ${source} sets it, unless it is set when Terraform runs`),
        ...ignored.map((attribute) => `ignore_changes: an apply leaves a ${attribute} that was changed by hand`),
      ];
      const actual = [`declares ${resource.address}`, ...notes].join('; ');
      return pass({place: resource.file, actual, expected, evidence: [declarationEvidence(resource), ...variables]});
    }
    const unknown = judged.find(({match}) => match.verdict === 'unknown');
    if (unknown !== undefined) {
      throw new CannotTell(
        `${unknown.resource.file}: ${unknown.resource.address}: ${differencesText(unknown.match)}, which only Terraform can resolve`,
        `give the expression itself as the expected text, or judge the live resource with a check of family alb; ${PLAN_TELLS}`,
      );
    }
    const unread = unreadText(declarations);
    const faults = judged.map(({resource: {address, file}, match}) => {
      const isUnset = match.where.some(({actual}) => actual === undefined);
      const byDefault = isUnset ? ' (what a provider sets by default is in a plan only: give `plan`)' : '';
      const fix = `Set ${whatDiffers(match, address)} as expected in ${file}, or correct the item${byDefault}.`;
      const set = variables.map(({what, source}) => `; ${what} as ${source} sets it`).join('');
      return {what: `${address}: ${differencesText(match)}${set}`, fix};
    });
    const label = name === undefined ? type : `${type}.${name}`;
    if (unread.length > 0 && (name === undefined || judged.length === 0)) {
      const found = faults.map(({what}) => what).join('; ') || `there is no ${label} in the code that was read`;
      throw new CannotTell(
        `${where}: ${found}; what was not read may declare it: ${unread.join('; ')}`,
        declarations.opaque.length > 0 ? PLAN_TELLS : READ_ALL,
      );
    }
    if (judged.length === 0) {
      const fix = `Declare ${label} in ${where}, or correct type, name or files in the item.`;
      const ofType = declarations.resources.filter((resource) => resource.type === type).map(declarationEvidence);
      return fail({place: where, faults: [{what: whatIsThere(declarations, wanted), fix}], expected, evidence: ofType});
    }
    return fail({place: judged[0]?.resource.file ?? where, faults, expected, evidence});
  },
});

function verdictOnPlan(plan: TerraformPlan, wanted: WantedResource): Verdict {
  const judged = judgedInPlan(plan, wanted);
  const {type, name, attributes} = wanted;
  const {path: place} = plan;
  const expected = `${type}${name === undefined ? '' : `.${name}`} with ${JSON.stringify(attributes)}`;
  const evidence = judged.map(({resource}) => plannedEvidence(plan, resource, wanted));
  const met = judged.filter(({match}) => match.verdict === 'same');
  const [first] = met;
  if (first !== undefined) {
    const {address, actions} = first.resource;
    const what = plan.kind === 'state' ? `holds ${address}` : `plans ${address} (${actions.join(', ')})`;
    const several = judged.length > 1 ? [`${met.length} of ${judged.length} that could be it fit`] : [];
    const actual = [what, ...several, madeWhen(plan)].join('; ');
    return pass({place, actual, expected, evidence: [plannedEvidence(plan, first.resource, wanted)]});
  }
  const unknown = judged.find(({match}) => match.verdict === 'unknown');
  if (unknown !== undefined) {
    throw new CannotTell(
      `${place}: ${unknown.resource.address}: ${differencesText(unknown.match)}`,
      'judge the live resource with a check of family alb; what is known after an apply is in the state (`terraform show -json`)',
    );
  }
  if (judged.length === 0) {
    const fix = `Declare it and plan again, or correct type, name or plan in the item.`;
    return fail({
      place,
      faults: [{what: `${whatIsPlanned(plan, wanted)}; ${madeWhen(plan)}`, fix}],
      expected,
      evidence,
    });
  }
  const faults = judged.map(({resource: {address, actions}, match}) => {
    const end = endOf(actions);
    if (end !== null)
      return {what: `${address} ${end}`, fix: `Declare ${address} again and plan again, or correct the item.`};
    const fix = `Change ${whatDiffers(match, address)} in the code and plan again, or correct the item.`;
    return {what: `${address}: ${differencesText(match)}`, fix};
  });
  return fail({place, faults, expected, evidence});
}
