import {Listr, type ListrTaskWrapper, ProcessOutput} from 'listr2';
import type {RunEvent} from '../model/event.ts';
import {frameOf} from './frame.ts';
import {FrameRenderer} from './frame-renderer.ts';
import {followRun} from './progress.ts';
import {headText, runText} from './run-text.ts';
import type {Screen, Size} from './screen.ts';
import type {Layout} from './style.ts';
import {wrap} from './text-width.ts';

/** Four frames a second: what changes more often nobody reads, and drawing takes time from what is measured. */
const FRAME_EVERY_MS = 250;

export interface LiveOptions {
  readonly terminal: NodeJS.WriteStream;
  /** Asked for each frame, as a window may be resized. */
  readonly size: () => Size;
  readonly nowMs: () => number;
  readonly layout: () => Layout;
}

/** One screen, drawn anew in place; at the end, in its stead, what a plain screen has above and below its lines. */
export async function createLiveScreen({terminal, size, nowMs, layout}: LiveOptions): Promise<Screen> {
  const {paint} = layout();
  const over = Promise.withResolvers<void>();
  const {task, drawing} = await startDrawing(terminal, size, over.promise);
  let run: ReturnType<typeof followRun> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closing = () => '';

  function draw(): void {
    if (run !== null) task.title = frameOf(run.progress, size(), nowMs(), paint).join('\n');
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
        closing = () => `${head()}\n${runText(event.report, layout())}\n`;
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

/** Returns when listr2 draws, so that none of what it takes to start falls into the time of a check. */
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
      // Both streams of listr2 are ours: stdout carries the document asked for and nothing else.
      rendererOptions: {output: new ProcessOutput(terminal, terminal), size},
    },
  );
  const drawing = list.run();
  drawing.catch(started.reject);
  return {task: await started.promise, drawing};
}
