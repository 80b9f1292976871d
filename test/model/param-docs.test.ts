import {expect} from 'chai';
import {z} from 'zod';
import {CHECKS} from '../../src/checks/index.ts';
import {paramDocs, paramDocsWithMembers} from '../../src/model/param-docs.ts';
import {durationParam} from '../../src/model/params.ts';

describe('paramDocs', () => {
  it('tells what each way to write a parameter means to the person who leaves it out', () => {
    const params = z.strictObject({
      host: z.string().meta({description: 'needed'}),
      port: z.int().optional().meta({description: 'optional'}),
      method: z.string().default('GET').meta({description: 'a default'}),
      within: durationParam('a default as it is written').prefault('5s'),
      deep: z.int().default(3).optional().meta({description: 'a default within'}),
    });
    expect(paramDocs({params}).map((doc) => [doc.name, doc.required, doc.default])).to.deep.equal([
      ['host', true, undefined],
      ['port', false, undefined],
      ['method', false, 'GET'],
      ['within', false, '5s'],
      ['deep', false, 3],
    ]);
  });

  it('names the members of what is a mapping, each with what is written there', () => {
    const params = z.strictObject({
      request: z
        .strictObject({
          host: z.string().meta({description: 'a host'}),
          port: z.int().min(1).max(9).optional().meta({description: 'a port'}),
        })
        .optional()
        .meta({description: 'a request'}),
      wait: durationParam('how long').prefault('5s'),
      from: z.union([z.string(), z.array(z.string())]).meta({description: 'who'}),
      how: z.enum(['a', 'b', 'c']).default('a').meta({description: 'how'}),
    });
    expect(paramDocsWithMembers({params}).map(({name, type}) => `${name}: ${type}`)).to.deep.equal([
      'request: a mapping',
      'request.host: text',
      'request.port: a whole number from 1 to 9',
      'wait: a duration',
      'from: text or a list, each text',
      'how: a, b or c',
    ]);
  });

  it('says of every parameter of every check what is written there', () => {
    for (const check of CHECKS) {
      for (const {name, type} of paramDocsWithMembers(check)) {
        const free = ['http/refuses-without-credentials body', 'http/responds body', 'http/responds json'];
        const isFree = [...free, 'repo/terraform-declares attributes', 'mcp/tools-answer call.arguments'].includes(
          `${check.id} ${name}`,
        );
        expect(type.includes('any value'), `${check.id} ${name}: ${type}`).to.equal(isFree);
      }
    }
  });

  it('says of every check what its JSON Schema says', () => {
    for (const check of CHECKS) {
      const {properties = {}, required = []} = z.toJSONSchema(check.params, {io: 'input', unrepresentable: 'any'});
      const fromSchema = Object.entries(properties as Record<string, {description: string; default?: unknown}>).map(
        ([name, {description, default: byDefault}]) => ({
          name,
          description,
          required: required.includes(name),
          default: byDefault,
        }),
      );
      const docs = paramDocs(check).map(({type: _, ...doc}) => doc);
      expect(docs, check.id).to.deep.equal(fromSchema);
    }
  });
});
