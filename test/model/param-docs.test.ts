import {expect} from 'chai';
import {z} from 'zod';
import {CHECKS} from '../../src/checks/index.ts';
import {paramDocs} from '../../src/model/param-docs.ts';
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
      expect(paramDocs(check), check.id).to.deep.equal(fromSchema);
    }
  });
});
