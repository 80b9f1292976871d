import {
  declarationEvidence,
  differencesText,
  isOfType,
  matchDeclaration,
  resourceLabel,
  whatIsThere,
} from '../../domain/repo/terraform-declaration.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {globsParam, textParam, z} from '../../model/params.ts';

export const terraformDeclares = defineCheck({
  id: 'repo/terraform-declares',
  title: 'The Terraform code declares a resource',
  why: 'What was set up by hand in the console may be gone after the next apply; what is in the code comes back.',
  fix: 'Declare it, or correct the item. An attribute that is an expression can be expected as exactly that text, dollar sign and braces included, or be judged live by a check of family alb.',
  byHand: 'grep -rn --include="*.tf" \'resource "<type>"\' .',
  links: ['https://developer.hashicorp.com/terraform/language/syntax/json'],
  facts: ['terraform'],
  params: () => ({
    files: globsParam("Globs of the files to read, relative to the checklist's folder, and below it or a root"),
    type: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, {error: 'is not a resource type such as aws_lb_listener_rule'})
      .describe('The resource type'),
    name: textParam('The name of the block; when it is left out, any block of this type counts').optional(),
    attributes: z
      .record(z.string(), z.json())
      .default({})
      .describe(
        'Attributes and nested blocks it has to have: an object is met by any one such block, a list by a list of the same length, blocks in any order; an expression only by its own text, dollar sign and braces included',
      ),
  }),

  async run({files, type, name, attributes}, world) {
    const globs = typeof files === 'string' ? [files] : files;
    const all = await world.terraform.resources(globs);
    const ofType = all.filter((resource) => isOfType(resource, type));
    const named = ofType.filter((resource) => name === undefined || resource.name === name);
    const expected = `resource "${type}"${name === undefined ? '' : ` "${name}"`} with ${JSON.stringify(attributes)}`;
    const where = globs.join(', ');
    if (named.length === 0) {
      const label = name === undefined ? type : `${type}.${name}`;
      const fix = `Declare ${label} in ${where}, or correct type, name or files in the item.`;
      const faults = [{what: whatIsThere(type, name, all, ofType), fix}];
      return fail({place: where, faults, expected, evidence: ofType.map(declarationEvidence)});
    }
    const judged = named.map((resource) => ({resource, match: matchDeclaration(attributes, resource)}));
    const met = judged.find(({match}) => match.verdict === 'same');
    if (met !== undefined) {
      const {resource} = met;
      return pass({
        place: resource.file,
        actual: `declares ${resourceLabel(resource)}`,
        expected,
        evidence: [declarationEvidence(resource)],
      });
    }
    const unknown = judged.find(({match}) => match.verdict === 'unknown');
    if (unknown !== undefined) {
      throw new CannotTell(
        `${unknown.resource.file}: ${resourceLabel(unknown.resource)}: ${differencesText(unknown.match)}, which only Terraform can resolve`,
        'give the expression itself as the expected text, or judge the live resource with a check of family alb; what an expression comes to is in the JSON of a plan (`terraform show -json`)',
      );
    }
    const faults = judged.map(({resource, match}) => ({
      what: `${resourceLabel(resource)}: ${differencesText(match)}`,
      fix: `Set ${match.where.map(({path}) => path).join(', ')} of ${resourceLabel(resource)} as expected in ${resource.file}, or correct the item.`,
    }));
    return fail({place: named[0]?.file ?? where, faults, expected, evidence: named.map(declarationEvidence)});
  },
});
