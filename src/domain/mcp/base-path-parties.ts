import {CannotTell, type NoAnswer} from '../../model/errors.ts';
import type {Fault} from '../../model/outcome.ts';
import {NOT_SET} from '../targets/variable-source.ts';
import type {EndpointPlace} from './endpoint-place.ts';

/** What the environment of one running container says of the base path. */
export interface EnvironmentSays {
  readonly where: string;
  readonly variable: string;
  /** `equal`, `differs`, {@link NOT_SET}, or where its value comes from, which is not read. */
  readonly finding: string;
}

/** What the listener rules do with one path. */
export interface RuleSays {
  /** The path that clients send. */
  readonly path: string;
  readonly rule: string;
  /** Sorted ARNs of target groups; empty: it answers itself. */
  readonly forwardsTo: readonly string[];
  /** The path that the target sees; null: that is not clear. */
  readonly seen: string | null;
}

/** What the server itself says. */
export interface ServerSays {
  /** Where its endpoint event leads; null: there is none. */
  readonly place: EndpointPlace | null;
  readonly actual: string;
  readonly fault: Fault | null;
  readonly doubt: CannotTell | NoAnswer | null;
}

export interface Parties {
  readonly basePath: string;
  readonly environment: readonly EnvironmentSays[];
  readonly stream: RuleSays;
  /** Null: the server names no path for messages. */
  readonly messages: RuleSays | null;
  readonly server: ServerSays;
}

/**
 * Who of them is off, as one fault; null: none is. The rules come first, as without them nothing else is reached, then the environment,
 * which the server reads its own from.
 */
export function oddParty({basePath, environment, stream, messages, server}: Parties): Fault | null {
  const wrong = environment.filter(({finding}) => finding === 'differs' || finding === NOT_SET);
  if (stream.forwardsTo.length === 0) {
    return {
      what: `the listener rule is off: ${stream.rule} answers ${stream.path} itself`,
      fix: `Let a rule before it forward ${basePath} and what is below it, on the host of the stream.`,
    };
  }
  if (wrong.length > 0) {
    const said = wrong.map(({where, variable, finding}) =>
      finding === NOT_SET ? `${variable} is not set in ${where}` : `${variable} of ${where} is not ${basePath}`,
    );
    const others =
      server.fault === null ? `while ${server.actual}, and ${stream.rule} takes it` : `and so ${server.fault.what}`;
    const [{variable = 'BASE_PATH'} = {}] = wrong;
    return {
      what: `the environment is off: ${said.join('; ')}, ${others}`,
      fix: `Set ${variable} to ${basePath} in the container definition, register the revision and deploy the service; or route the path that the tasks have.`,
    };
  }
  if (messages !== null && server.place === 'kept' && messages.forwardsTo.join() !== stream.forwardsTo.join()) {
    const leads =
      messages.forwardsTo.length === 0 ? 'answers messages itself' : 'sends messages to another target group';
    return {
      what: `the listener rule is off: ${messages.rule} ${leads}, which the endpoint event has at ${messages.path}, and ${stream.rule} forwards the stream`,
      fix: `Let the rule of the stream take ${messages.path}, too: \`*\` at the end of its path pattern, and no condition on the method.`,
    };
  }
  if (server.fault === null) return null;
  const isStripped = stream.seen !== null && stream.seen !== stream.path;
  const who = server.place === null && isStripped ? 'what the rule strips is off' : 'the server is off';
  return {what: `${who}: ${server.fault.what}${stripsText(stream, basePath)}`, fix: server.fault.fix};
}

/** Why none can be said to be off, though not all is known; null: all is. */
export function openParty({environment, stream, server}: Parties, place: string): CannotTell | NoAnswer | null {
  if (server.doubt !== null) return server.doubt;
  const hidden = environment.find(({finding}) => finding !== 'equal');
  if (hidden !== undefined) {
    return new CannotTell(
      `${place}: ${hidden.variable} of ${hidden.where} comes ${hidden.finding}, whose values are not read`,
      'look there, or set the variable in `environment`',
    );
  }
  if (stream.seen !== null) return null;
  return new CannotTell(
    `${place}: what ${stream.rule} makes of ${stream.path} is not clear`,
    'look at the url-rewrite of the rule',
  );
}

/** What all agree on. */
export function agreedText({basePath, stream, messages, server}: Parties): string {
  const sees = stream.seen === stream.path ? 'keeps it' : `rewrites the path to ${stream.seen ?? 'another'}`;
  const both = messages === null ? 'the stream' : 'stream and messages';
  return `environment, listener rule and server agree on ${basePath}: ${stream.rule} forwards ${both} and ${sees}, and ${server.actual}`;
}

function stripsText({rule, path, seen}: RuleSays, basePath: string): string {
  if (seen === null || seen === path) return `; ${rule} passes ${basePath} on`;
  return `; ${rule} rewrites the path to ${seen}`;
}
