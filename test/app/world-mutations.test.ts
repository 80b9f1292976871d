import {expect} from 'chai';
import {WORLD_MUTATIONS} from '../../src/domain/world-mutations/index.ts';
import {mutatedFacts} from '../../src/domain/world-mutations/world-mutation.ts';
import {HEALTHY, recordingOf} from '../../src/lab/aws-world.ts';
import {RECORDED_AT} from '../../src/lab/worlds/names.ts';
import {AWS_FACTS, recordedFactSchema} from '../../src/model/facts/recorded/facts-by-key.ts';
import type {Json} from '../../src/model/outcome.ts';
import {KNOWN} from '../domain/world-mutations/index.ts';
import {leafFields} from '../domain/world-mutations/leaf-fields.ts';

const facts = Object.entries(recordingOf(HEALTHY, RECORDED_AT).facts);

function recordedOf(fact: string): [string, Json][] {
  return facts.flatMap(([key, recorded]) =>
    'value' in recorded && key.split(':')[3] === fact ? [[key, recorded.value]] : [],
  );
}

describe('domain/world-mutations', () => {
  for (const [fact, schema] of Object.entries(AWS_FACTS)) {
    it(`change every field of ${fact}, or say why not (test/domain/world-mutations)`, () => {
      const leaves = leafFields(schema);
      const mutated = WORLD_MUTATIONS.filter((one) => one.fact === fact).map(({field}) =>
        field.replace(/\{[^}]*\}/g, '{}'),
      );
      const excused = KNOWN.undecisive.filter((one) => one.fact === fact).flatMap(({fields}) => fields.split(' '));
      const isChanged = (leaf: string) => mutated.includes(leaf) || mutated.includes(leaf.replace(/\[\]$/, ''));
      expect(
        leaves.filter((leaf) => !isChanged(leaf) && !excused.includes(leaf)),
        'without a mutation or a reason',
      ).to.deep.equal([]);
      expect(
        excused.filter((field) => !leaves.includes(field) || isChanged(field)),
        'with a reason, but with a mutation or no longer there',
      ).to.deep.equal([]);
    });
  }

  it('each find a place in the healthy world, and leave a value that could be recorded', () => {
    for (const mutation of WORLD_MUTATIONS) {
      const worlds = recordedOf(mutation.fact).flatMap(([key, value]) =>
        mutatedFacts(mutation, value).map((mutated) => ({key, ...mutated})),
      );
      expect(worlds, `${mutation.fact} ${mutation.field}`).not.to.be.empty;
      for (const {key, place, value} of worlds) {
        const {error} = recordedFactSchema(key)?.safeParse(value) ?? {error: 'no such fact'};
        expect(error, `${key} ${place}`).to.equal(undefined);
      }
    }
  });

  it('each say what is no longer true, once for a field and a value', () => {
    const said = WORLD_MUTATIONS.map(({fact, field, wrong, breaks}) => {
      expect(breaks).to.match(/^\w.{10,}[^.]$/);
      return `${fact} ${field} ${typeof wrong === 'function' ? wrong.toString() : JSON.stringify(wrong)}`;
    });
    expect(new Set(said).size).to.equal(said.length);
  });
});

describe('domain/world-mutations mutatedFacts', () => {
  const mutate = (field: string, wrong: Json, value: Json) =>
    mutatedFacts({fact: 'records', field, wrong, breaks: ''}, value).map(({place, was, ...rest}) => ({
      place,
      was,
      value: rest.value,
    }));

  it('change one place at a time', () => {
    expect(mutate('[].a.b', 0, [{a: {b: 1}}, {a: {b: 2}, c: 3}])).to.deep.equal([
      {place: '[0].a.b', was: 1, value: [{a: {b: 0}}, {a: {b: 2}, c: 3}]},
      {place: '[1].a.b', was: 2, value: [{a: {b: 1}}, {a: {b: 0}, c: 3}]},
    ]);
  });

  it('leave out places where nothing would change, and those that are not there', () => {
    expect(mutate('[].a.b', 1, [{a: {b: 1}}, {a: null}, {}, null])).to.deep.equal([]);
  });

  it('set a key of a map also where it is not set', () => {
    expect(mutate('{x.y}', 'no', {'a.b': 'yes'})).to.deep.equal([
      {place: '{x.y}', was: null, value: {'a.b': 'yes', 'x.y': 'no'}},
    ]);
  });

  it('change the whole value', () => {
    expect(mutate('', null, {a: 1})).to.deep.equal([{place: '', was: {a: 1}, value: null}]);
  });
});
