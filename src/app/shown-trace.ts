import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {Json} from '../model/outcome.ts';
import type {KnownSecrets} from '../model/text/secrets/known-secrets.ts';
import {withoutOutsideSecrets} from '../model/text/secrets/outside-words.ts';
import {type StandIns, standInsFor} from '../model/text/secrets/stand-in.ts';
import type {RequestGiven, TraceDocument} from '../model/trace.ts';
import type {LiveWire} from '../trace/live/look.ts';
import type {TraceScope} from '../trace/scope.ts';
import {type AnswersOf, noteAnswers, sameAnswers} from './answers-noted.ts';

type Trace = (request: RequestGiven, scope: TraceScope, wire: LiveWire | null) => Promise<TraceDocument>;

interface Asked {
  readonly scope: TraceScope;
  /** Null: the wire is not asked. */
  readonly wire: LiveWire | null;
}

/**
 * What a trace found, without secrets: where there are some in it, it is made a second time with stand-ins for them, to know
 * its own words from the secret's. See `withoutOutsideSecrets`.
 */
export async function shownTrace(
  trace: Trace,
  request: RequestGiven,
  {scope, wire}: Asked,
  secrets: KnownSecrets,
): Promise<TraceDocument> {
  const answers: AnswersOf = new Map();
  const onWire: AnswersOf = new Map();
  const found = await trace(
    request,
    withFacts(scope, (facts, path) => noteAnswers(facts, answers, path)),
    wire && noteAnswers(wire, onWire),
  );
  if (secrets.find(JSON.stringify(found)).length === 0) return found;
  const standIns = standInsFor(secrets);
  const again = async () => {
    const {facts, ...names} = scope;
    const asked = withFacts({...standIns(names), facts}, (of, path) => sameAnswers(of, answers, standIns, path));
    return trace(requestWith(request, standIns), asked, wire && sameAnswers(wire, onWire, standIns));
  };
  const other = await again().catch(() => null);
  const like = other !== null && wayOf(other) === wayOf(found) ? other : null;
  return {...found, ...(withoutOutsideSecrets(textsOf(found), like && textsOf(like), secrets) as object)};
}

/** The facts about other resources are other facts. */
function withFacts(scope: TraceScope, wrapped: (facts: AwsFacts, path: string) => AwsFacts): TraceScope {
  return {...scope, facts: (resources) => wrapped(scope.facts(resources), JSON.stringify(resources))};
}

function requestWith({url, method, headers, sourceIp}: RequestGiven, standIns: StandIns): RequestGiven {
  return {url: new URL(standIns(url.href)), method, headers: standIns(headers), sourceIp};
}

function wayOf({hops}: TraceDocument): string {
  return hops.map(({kind, status}) => `${kind} ${status}`).join(', ');
}

/** All but what is ours: versions, times, and the words of a verdict. */
function textsOf({overrides, request, conclusion, hops, timers, alsoExposed, live}: TraceDocument): Json {
  const seen = live === undefined ? {} : {live};
  return {overrides, request, conclusion, hops, timers, alsoExposed, ...seen} as unknown as Json;
}
