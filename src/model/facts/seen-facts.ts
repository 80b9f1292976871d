import type {AwsFacts} from './aws-facts.ts';

/** The facts that say what AWS calls a resource of the checklist. */
const NAMING = ['loadBalancer', 'listener', 'targetGroups', 'hostedZone', 'service', 'api'] as const;
type Naming = (typeof NAMING)[number];

/** What they have said so far in this run, whoever asked, by the resource's name in the checklist. */
export type SeenFacts = {readonly [Fact in Naming]: Map<string, Awaited<ReturnType<AwsFacts[Fact]>>>};

export function nothingSeen(): SeenFacts {
  return Object.fromEntries(NAMING.map((fact) => [fact, new Map()])) as unknown as SeenFacts;
}

/** The same facts, of which those that name something are noted when they come. */
export function noting(aws: AwsFacts, seen: SeenFacts): AwsFacts {
  const note = (fact: Naming) => async (name: string) => {
    const said = await (aws[fact] as (name: string) => Promise<unknown>)(name);
    (seen[fact] as Map<string, unknown>).set(name, said);
    return said;
  };
  return {...aws, ...(Object.fromEntries(NAMING.map((fact) => [fact, note(fact)])) as Partial<AwsFacts>)};
}
