import {type AwsFacts, FACT_ACTIONS} from './aws-facts.ts';
import type {FileProbe, TerraformProbe} from './repo-facts.ts';
import type {McpProbe} from './wire/mcp.ts';
import type {NamesProbe} from './wire/names.ts';
import type {DnsProbe, HttpProbe, SseProbe, WebSocketProbe} from './wire/probes.ts';
import type {TlsProbe} from './wire/tls.ts';

/**
 * Everything that can be looked at. Passed in by the runner for one attempt at one item; a test passes in literal
 * facts.
 */
export interface World {
  /** The time facts are judged at: a recording's own `now` when replayed. */
  readonly now: Date;
  readonly aws: AwsFacts;
  readonly dns: DnsProbe;
  readonly names: NamesProbe;
  readonly http: HttpProbe;
  readonly sse: SseProbe;
  readonly tls: TlsProbe;
  readonly webSocket: WebSocketProbe;
  readonly mcp: McpProbe;
  readonly files: FileProbe;
  readonly terraform: TerraformProbe;
}

type Probe = Exclude<keyof World, 'now' | 'aws'>;

/** What a check can declare that it asks for: a fact of AWS by its name, the wire and the repository by their probes. */
export type FactName = keyof AwsFacts | Probe;

/** The part of the world that a check with these facts is handed. */
export type WorldOf<Fact extends FactName> = Pick<World, 'now' | Extract<Fact, Probe>> & {
  readonly aws: Pick<AwsFacts, Extract<Fact, keyof AwsFacts>>;
};

/** The IAM actions behind these facts, sorted. */
export function actionsOf(facts: readonly FactName[]): readonly string[] {
  return [...new Set(facts.flatMap((fact) => (isAws(fact) ? FACT_ACTIONS[fact] : [])))].sort();
}

export type Touches = 'aws' | 'wire' | 'repo';

/** Probes that connect to what is judged. */
const CONVERSATIONS: ReadonlySet<FactName> = new Set(['http', 'sse', 'tls', 'webSocket', 'mcp']);

/**
 * A check of the wire may ask AWS how long it has to look; one of AWS may ask resolvers and name servers about what AWS
 * leaves open.
 */
export function touchesOf(facts: readonly FactName[]): Touches {
  if (facts.some((fact) => CONVERSATIONS.has(fact))) return 'wire';
  if ((facts.includes('dns') || facts.includes('names')) && !facts.some(isAws)) return 'wire';
  if (facts.some(isAws)) return 'aws';
  return facts.includes('files') || facts.includes('terraform') ? 'repo' : 'aws';
}

/** The world with just these facts: one that was not declared, and that so no policy allows, is not there to be asked. */
export function narrowWorld<Fact extends FactName>(world: World, facts: readonly Fact[]): WorldOf<Fact> {
  const aws = facts.filter(isAws).map((fact) => [fact, (...asked: never[]) => asking(world.aws)[fact](...asked)]);
  const probes = facts.filter((fact) => !isAws(fact)).map((probe) => [probe, world[probe as Probe]]);
  const narrowed = {now: world.now, aws: Object.fromEntries(aws), ...Object.fromEntries(probes)};
  return narrowed as WorldOf<Fact>;
}

/** Facts as what they have in common, so that each can be passed on without looking at how it is asked. */
function asking(aws: AwsFacts) {
  return aws as unknown as Record<FactName, (...asked: never[]) => unknown>;
}

function isAws(fact: FactName): fact is keyof AwsFacts {
  return Object.hasOwn(FACT_ACTIONS, fact);
}
