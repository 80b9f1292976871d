import type {McpConversation, McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {someOf} from '../../model/text/some-of.ts';

/** One list of tools, of one or more pages. */
export interface ToolList {
  readonly tools: readonly {readonly name: string; readonly digest: string}[];
  /** False: pages were still to come. */
  readonly isWhole: boolean;
}

/** The lists that were asked for, in order. */
export function toolLists({steps}: McpConversation): readonly ToolList[] {
  const lists: {tools: ToolList['tools']; isWhole: boolean}[] = [];
  for (const {reply} of steps.filter(({purpose}) => purpose === 'list-tools')) {
    const {tools, hasMore = false} = reply?.result ?? {};
    if (tools === undefined || tools === null) continue;
    const before = lists.at(-1);
    if (before === undefined || before.isWhole) lists.push({tools, isWhole: !hasMore});
    else lists[lists.length - 1] = {tools: [...before.tools, ...tools], isWhole: !hasMore};
  }
  return lists;
}

const NO_TOOLS: Fault = {
  what: 'the server says as it begins that it has no tools',
  fix: 'See which service answers, and whether its tools are registered before it starts (of fastapi-mcp: the routes before `mount_sse`).',
};

const NO_LIST: Fault = {
  what: 'tools/list is answered with a result that has no list of tools',
  fix: 'See which server answers: of MCP the result has a member `tools`.',
};

/** What is wrong with lists that should all be the same, and hold these tools. */
export function listsFault(
  lists: readonly ToolList[],
  wanted: readonly string[],
  conversation: McpConversation,
): Fault | null {
  const [first] = lists;
  if (first === undefined) return saysItHasNoTools(conversation) ? NO_TOOLS : NO_LIST;
  if (!lists.every(({isWhole}) => isWhole)) {
    return {
      what: `names a next page after ${pagesText(first)} again and again`,
      fix: 'See how the server makes `nextCursor`: the last page must have none.',
    };
  }
  const missing = wanted.filter((name) => !first.tools.some((tool) => tool.name === name));
  if (missing.length > 0) {
    return {
      what: `${pagesText(first)} listed, without ${someOf(missing)}`,
      fix: 'See which version of the service answers, and whether the routes of these tools are in what it exposes (of fastapi-mcp: `include_operations`, `include_tags`).',
    };
  }
  const twice = first.tools.find(({name}, at) => first.tools.findIndex((tool) => tool.name === name) !== at);
  if (twice !== undefined) {
    return {
      what: `lists the tool ${plainText(twice.name, 60)} twice`,
      fix: 'Give each tool a name of its own, and see whether pages overlap.',
    };
  }
  for (const [index, list] of lists.entries()) {
    const difference = differenceText(first, list);
    if (difference === null) continue;
    return {
      what: `list ${index + 1} of ${lists.length} differs from the first: ${difference}`,
      fix: 'See whether instances of different versions answer, as during a deployment, or whether the tools of one instance come and go.',
    };
  }
  return null;
}

function differenceText(first: ToolList, other: ToolList): string | null {
  const lacks = first.tools.filter(({name}) => !other.tools.some((tool) => tool.name === name));
  const adds = other.tools.filter(({name}) => !first.tools.some((tool) => tool.name === name));
  const changed = other.tools.filter(({name, digest}) =>
    first.tools.some((tool) => tool.name === name && tool.digest !== digest),
  );
  const parts = [
    ['it lacks', lacks],
    ['it has besides', adds],
    ['it describes otherwise', changed],
  ] as const;
  const said = parts
    .filter(([, tools]) => tools.length > 0)
    .map(([how, tools]) => `${how} ${someOf(tools.map(({name}) => plainText(name, 60)))}`);
  return said.length === 0 ? null : said.join(', ');
}

function pagesText({tools}: ToolList): string {
  return tools.length === 1 ? '1 tool' : `${tools.length} tools`;
}

/** A server that has tools says so as it begins; one that has only resources or prompts has no list of them. */
export function saysItHasNoTools({steps}: McpConversation): boolean {
  const greeted = steps.find(({reply, purpose}) => reply?.kind === 'result' && purpose !== 'list-tools');
  return greeted?.reply?.result?.capabilities.includes('tools') === false;
}

/** The call, where one was made. */
export function callOf({steps}: McpConversation): McpStep | null {
  return steps.find(({purpose}) => purpose === 'call-tool') ?? null;
}
