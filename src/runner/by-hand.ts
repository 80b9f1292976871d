import {BY_HAND_NAMES, type ParamValue} from '../model/by-hand-names.ts';
import type {AnyCheck} from '../model/check.ts';
import type {Checklist, ItemCheck, Resource} from '../model/checklist.ts';
import {AWS_SERVICES} from '../model/facts/aws-facts.ts';
import {nothingSeen, type SeenFacts} from '../model/facts/seen-facts.ts';
import type {Json} from '../model/outcome.ts';
import {paramDocs} from '../model/param-docs.ts';
import {resourceKindOf} from '../model/params.ts';
import {openQuote, quoted} from '../model/text/shell.ts';

/** What a command is filled with. */
interface Filling {
  readonly resources: readonly Resource[];
  readonly checklist: Checklist;
  readonly seen: SeenFacts;
  /** A value as it may be shown. */
  show(value: string): string;
  /** Null: it has no single value. */
  param(name: string): string | null;
}

interface FillOptions {
  readonly seen?: SeenFacts | undefined;
  readonly own?: string | null;
  readonly show?: ((value: string) => string) | undefined;
}

/**
 * A check's `byHand` ready to be copied, whatever the item's status: `<param>` is the item's own value or the
 * default, `<RESOURCE>` (see `by-hand-names.ts`) is AWS's name for a resource of the item, and AWS CLI commands get the
 * profile and region that the checklist names. Placeholders without a single value are kept.
 *
 * @param own a more exact command from the verdict; it is complete except for profile and region.
 * @param show what is put in, as it may be shown.
 */
export function fillByHand(
  {byHand, params}: Pick<AnyCheck, 'byHand' | 'params'>,
  written: ItemCheck['written'],
  checklist: Checklist,
  {seen = nothingSeen(), own = null, show = (value) => value}: FillOptions = {},
): string {
  const writtenAs = (name: string) => (Object.hasOwn(written, name) ? written[name] : defaultOf(name, params));
  const resourceOf = (name: string) => {
    const schema = params.shape[name] as Parameters<typeof resourceKindOf>[0] | undefined;
    const isResource = schema !== undefined && resourceKindOf(schema) !== null;
    const given = writtenAs(name);
    if (!isResource || given === undefined) return undefined;
    // On the command line a param is the resource itself: no `resources:` gives it a name (see `checklist/ad-hoc.ts`).
    const names = [String(given), name, `--${name}`];
    return names.map((one) => ownMember(checklist.resources, one)).find((one) => one !== undefined);
  };
  const param = (name: string) => {
    const resource = resourceOf(name);
    const value = resource === undefined ? writtenAs(name) : nameInAws(resource);
    return value === undefined || value === null || typeof value === 'object' ? null : String(value);
  };
  const resources = Object.keys(params.shape).flatMap((name) => resourceOf(name) ?? []);
  const filling = {resources, checklist, seen, show, param};
  return own === null ? filled(byHand, filling) : withAccount(own, filling);
}

/** As a person would write it. */
function defaultOf(name: string, params: AnyCheck['params']): Json | undefined {
  return paramDocs({params}).find((param) => param.name === name)?.default as Json | undefined;
}

function nameInAws(resource: Resource): string {
  switch (resource.kind) {
    case 'loadBalancer':
      return resource.loadBalancer;
    case 'hostedZone':
      return resource.hostedZone;
    case 'service':
      return resource.service;
    case 'api':
      return resource.api;
  }
}

function ownMember<T>(of: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

function filled(template: string, filling: Filling): string {
  return withAccount(template, filling).replace(
    /<([A-Za-z]\w*)>/g,
    (asWritten, name: string, offset: number, whole) => {
      const within = openQuote(whole.slice(0, offset));
      const value = filling.param(name);
      if (value !== null) return quoted(filling.show(value), within);
      const byHandName = ownMember(BY_HAND_NAMES, name);
      const resource = filling.resources.find(({kind}) => kind === byHandName?.of);
      if (byHandName === undefined || resource === undefined) return asWritten;
      const param: ParamValue = (other) => filling.show(filling.param(other) ?? `<${other}>`);
      const known = byHandName.value(resource, filling.seen, param);
      if (known !== null) return quoted(filling.show(known), within);
      const ask = byHandName.ask(resource, param);
      if (ask === null) return asWritten;
      const answer = `$(${filled(ask, filling)})`;
      return within === '"' ? answer : `"${answer}"`;
    },
  );
}

/** Without them the shell's own account would be used, which need not be the one that was looked at. */
function withAccount(command: string, filling: Filling): string {
  const {resources, checklist} = filling;
  return command.replace(/(?<=^|[;|(] ?|\bdo )aws ([a-z0-9]+) [a-z0-9-]+/g, (call, service: string) => {
    const kinds = AWS_SERVICES.find(({commands}) => commands.includes(service))?.askedWhere ?? [];
    const resource = resources.find(({kind}) => kinds.includes(kind));
    const account = resource === undefined ? undefined : checklist.accounts[resource.account];
    if (resource === undefined || account === undefined) return call;
    const region = service === 'route53' ? null : (resource.region ?? account.region);
    const flags = Object.entries({profile: account.profile, region});
    return [
      call,
      ...flags.flatMap(([flag, value]) => (value === null ? [] : `--${flag} ${quoted(filling.show(value), null)}`)),
    ].join(' ');
  });
}
