import {DefaultRenderer, Listr, ListrLogger, type ListrTask, ProcessOutput} from 'listr2';
import type {PlannedItem, RunEvent} from '../model/event.ts';
import {STATUSES, type Status} from '../model/outcome.ts';
import type {ItemReport} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {evidenceLine} from './item-text.ts';
import {modeBanner, runText} from './run-text.ts';
import type {Screen} from './screen.ts';
import {type Layout, type Paint, STATUS_STYLE} from './style.ts';

const QUEUED = '○';
/** The worst first: a group looks like the worst of its items. */
const SEVERITY: readonly Status[] = ['fail', 'error', 'blocked', 'pending', 'pass', 'skip', 'not-due'];

/** listr2's renderer with our marks: seven outcomes do not fit its completed, failed and skipped. */
class TreeRenderer extends DefaultRenderer {
  static override nonTTY = true;

  protected override style(task: Parameters<DefaultRenderer['style']>[0], output?: boolean): string {
    // A title that carries its own mark needs no icon in front.
    return typeof task.title === 'string' && MARKED.test(task.title) ? '' : super.style(task, output);
  }
}

const ESCAPE = String.fromCharCode(27);
const MARKED = new RegExp(
  `^(?:${ESCAPE}\\[\\d+m)*[${QUEUED}${STATUSES.map((status) => STATUS_STYLE[status].mark).join('')}]`,
);

interface Node {
  readonly title: string;
  readonly children: Map<string, Node>;
  readonly finished: Promise<void>;
  readonly finish: () => void;
  /** What its line says now. */
  line: string;
  /** Redraws the line; set when listr2 has got to it, which may be after the item has finished. */
  redraw: () => void;
  status: Status | null;
}

/** The plan's tree, redrawn in place; below it, when all is done, the whole picture. */
export function createLiveScreen(terminal: NodeJS.WriteStream, layout: Layout): Screen {
  const {paint} = layout;
  const leaves = new Map<string, {node: Node; groups: Node[]}>();
  let drawing: Promise<unknown> = Promise.resolve();
  let closing = '';

  function start(event: RunEvent & {type: 'run-started'}): void {
    const root = createNode(event.title);
    for (const item of event.items) leaves.set(item.id, plant(root, item, `${paint('dim', QUEUED)} `));
    const banner = modeBanner(event.mode, event.overrides);
    terminal.write(`${paint('bold', event.title)}\n${banner === null ? '' : `${paint('yellow', banner)}\n`}`);
    const tasks = [...root.children.values()].map((child) => taskOf(child));
    drawing = new Listr(tasks, {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: TreeRenderer,
      rendererOptions: {
        collapseSubtasks: false,
        // Both streams of listr2 are ours: stdout carries the document asked for and nothing else.
        logger: new ListrLogger({processOutput: new ProcessOutput(terminal, terminal)}),
      },
    }).run();
  }

  function finishItem(item: ItemReport): void {
    const leaf = leaves.get(item.id);
    if (leaf === undefined) return;
    leaf.node.status = item.status;
    say(leaf.node, `${markOf(item.status, paint)} ${leaf.node.title}\n${paint('dim', evidenceLine(item))}`);
    leaf.node.finish();
    for (const group of leaf.groups) {
      const status = worstOf(group);
      if (status === null) continue;
      group.status = status;
      say(group, `${markOf(status, paint)} ${group.title}`);
      group.finish();
    }
  }

  return {
    emit(event) {
      if (event.type === 'run-started') start(event);
      if (event.type === 'item-started') show(event.id, '');
      if (event.type === 'item-waiting')
        show(event.id, paint('dim', ` ${plainText(event.why)}, up to ${formatDuration(event.forMs)}`));
      if (event.type === 'item-finished') finishItem(event.item);
      if (event.type === 'run-finished') closing = `\n${runText(event.report, layout)}\n`;
    },
    async finish() {
      for (const {node, groups} of leaves.values()) for (const open of [node, ...groups]) open.finish();
      await drawing;
      terminal.write(closing);
    },
  };

  function show(id: string, suffix: string): void {
    const node = leaves.get(id)?.node;
    if (node !== undefined) say(node, `${node.title}${suffix}`);
  }
}

function say(node: Node, line: string): void {
  node.line = line;
  node.redraw();
}

function markOf(status: Status, paint: Paint): string {
  return paint(STATUS_STYLE[status].format, STATUS_STYLE[status].mark);
}

function createNode(text: string, mark = ''): Node {
  const title = plainText(text);
  const {promise, resolve} = Promise.withResolvers<void>();
  return {
    title,
    line: `${mark}${title}`,
    children: new Map(),
    finished: promise,
    finish: resolve,
    redraw: () => {},
    status: null,
  };
}

function plant(root: Node, item: PlannedItem, queued: string): {node: Node; groups: Node[]} {
  const groups: Node[] = [];
  let parent = root;
  for (const title of item.path.slice(0, -1)) {
    const group = parent.children.get(title) ?? createNode(title);
    parent.children.set(title, group);
    groups.push(group);
    parent = group;
  }
  const node = createNode(item.path.at(-1) ?? item.id, queued);
  // Two items may have one title: the id keeps them apart.
  parent.children.set(`item ${item.id}`, node);
  return {node, groups: groups.reverse()};
}

function worstOf(group: Node): Status | null {
  const statuses = [...group.children.values()].map((child) => child.status);
  if (statuses.includes(null)) return null;
  return SEVERITY.find((status) => statuses.includes(status)) ?? null;
}

function taskOf(node: Node): ListrTask<unknown, typeof TreeRenderer> {
  const children = [...node.children.values()];
  return {
    title: node.line,
    task: (_context, task) => {
      node.redraw = () => {
        task.title = node.line;
      };
      node.redraw();
      if (children.length === 0) return node.finished;
      return task.newListr(
        children.map((child) => taskOf(child)),
        {concurrent: true, exitOnError: false},
      );
    },
  };
}
