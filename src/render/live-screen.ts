import {Listr, type ListrTaskWrapper, ProcessOutput} from 'listr2';
import type {RunEvent} from '../model/event.ts';
import type {Report} from '../model/report.ts';
import {frameOf} from './frame.ts';
import {FrameRenderer} from './frame-renderer.ts';
import {plainLine} from './item-text.ts';
import {followRun} from './progress.ts';
import {headText, runText} from './run-text.ts';
import type {Screen, Size, StreamsShown} from './screen.ts';
import type {Layout} from './style.ts';
import {wrap} from './text-width.ts';

/** Four frames a second: nobody can read faster changes, and drawing takes time away from what is measured. */
const FRAME_EVERY_MS = 250;

export interface LiveOptions {
  readonly terminal: NodeJS.WriteStream;
  /** Read for each frame, as a window may be resized. */
  readonly size: () => Size;
  readonly nowMs: () => number;
  readonly layout: () => Layout;
  /** See {@link ScreenOptions}. */
  readonly streams: StreamsShown | null;
}

/** One screen, redrawn in place; at the end it is replaced by the head and the summary of a plain screen. */
export async function createLiveScreen({terminal, size, nowMs, layout, streams}: LiveOptions): Promise<Screen> {
  const {paint} = layout();
  const over = Promise.withResolvers<void>();
  const {task, drawing} = await startDrawing(terminal, size, over.promise);
  let run: ReturnType<typeof followRun> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closing = () => '';

  function draw(): void {
    if (run !== null) task.title = frameOf(run.progress, size(), nowMs(), paint, streams?.idleTimeoutMs).join('\n');
  }

  /** Of a run about streams: what passed says what was seen, too, before what did not is shown in full. */
  function itemLines({items}: Report): string {
    if (streams === null) return '';
    const {width} = layout();
    const passed = items.filter(({status}) => status === 'pass');
    if (passed.length === 0) return '';
    return `${passed.map((item) => wrap(plainLine(item, paint), width).join('\n')).join('\n')}\n\n`;
  }

  return {
    emit(event: RunEvent) {
      run?.follow(event, nowMs());
      if (event.type === 'run-started') {
        run = followRun(event, nowMs());
        draw();
        timer = setInterval(draw, FRAME_EVERY_MS);
        closing = () => `${wrap(headText(event, layout()), layout().width).join('\n')}\n`;
      }
      if (event.type === 'run-finished') {
        const head = closing;
        closing = () => `${head()}\n${itemLines(event.report)}${runText(event.report, layout())}\n`;
      }
    },
    async finish() {
      clearInterval(timer);
      over.resolve();
      await drawing;
      const text = closing();
      closing = () => '';
      if (text !== '') terminal.write(text);
    },
  };
}

/** Returns once listr2 draws, so that its start-up does not fall into the time of a check. */
async function startDrawing(terminal: NodeJS.WriteStream, size: () => Size, over: Promise<void>) {
  const started = Promise.withResolvers<ListrTaskWrapper<unknown, typeof FrameRenderer, typeof FrameRenderer>>();
  const list = new Listr<unknown, typeof FrameRenderer, typeof FrameRenderer>(
    {
      task: async (_context, task) => {
        started.resolve(task);
        await over;
      },
    },
    {
      registerSignalListeners: false,
      renderer: FrameRenderer,
      // Both of listr2's streams are redirected: stdout carries only the requested document.
      rendererOptions: {output: new ProcessOutput(terminal, terminal), size},
    },
  );
  const drawing = list.run();
  drawing.catch(started.reject);
  return {task: await started.promise, drawing};
}
