import type {AwsFacts} from './aws-facts.ts';
import type {FileProbe, TerraformProbe} from './repo-facts.ts';
import type {HttpProbe, SseProbe} from './wire-facts.ts';

/** All a check may look at. Handed in by the runner for one attempt at one item; a test hands in literal facts. */
export interface World {
  /** The time facts are judged at: a recording's own `now` when replayed. */
  readonly now: Date;
  readonly aws: AwsFacts;
  readonly http: HttpProbe;
  readonly sse: SseProbe;
  readonly files: FileProbe;
  readonly terraform: TerraformProbe;
}
