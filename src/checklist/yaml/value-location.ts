import {type Interpolator, isInterpolated} from '../interpolate.ts';
import type {ValueLocation} from '../schema/validate.ts';
import {follow, type Node, type Path} from './node.ts';
import type {ProblemLog} from './problem-log.ts';

/** Where a value is in a file. What could not be interpolated is reported already, so nothing more is said about it. */
export function valueLocation(
  node: Node,
  keyStart: number,
  name: string,
  log: ProblemLog,
  from: Interpolator | null,
): ValueLocation {
  return {
    name,
    error(path, on, message) {
      const spot = follow(node, path);
      if (spot.trail.some((passed) => from?.hasFailed(passed))) return;
      const start = spot.node === node ? keyStart : spot.keyStart;
      if (on === 'key' || spot.missing) log.error(start, message);
      else log.error(spot.node.start, message + origin(spot.node));
    },
    isText: (path: Path) => follow(node, path).trail.some(isInterpolated),
    isUnset: (path: Path) => from !== null && follow(node, path).trail.some((passed) => from.isUnset(passed)),
  };
}

/** When a message shows a value that is not on the line, the reader needs to know where it comes from. */
function origin(node: Node): string {
  return node.kind === 'scalar' && isInterpolated(node) ? ` (written ${node.value})` : '';
}
