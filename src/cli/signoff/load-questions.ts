import {type Checklist, ROLLBACK_STAGE, type SignOff, type Waiver} from '../../model/checklist.ts';
import {UsageError} from '../../model/errors.ts';
import type {QuestionsAt} from '../../model/sign-off/questions.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {loadFromFlags} from '../run/load-from-flags.ts';
import {sound} from '../run/problems.ts';
import type {ListFlags} from './signoff-flags.ts';

type AtFlags = Pick<ListFlags, 'env' | 'var' | 'var-file' | 'stage' | 'stage-began'> & {readonly quiet?: boolean};

export interface LoadedQuestions {
  readonly checklist: Checklist;
  readonly signOffs: readonly SignOff[];
  readonly waivers: readonly Waiver[];
  readonly at: QuestionsAt;
}

/** A checklist and its side files, as they are judged now. Warnings go to stderr, except under `--quiet`. */
export async function loadQuestions(named: string | undefined, flags: AtFlags): Promise<LoadedQuestions> {
  const loaded = await loadFromFlags(named, flags, 'none');
  const {checklist, signOffs, waivers} = await sound(loaded, {quiet: flags.quiet ?? false});
  const waiting = checklist.items.find(({id, manual}) => manual !== null && loaded.unset.items.includes(id));
  if (waiting !== undefined) {
    const inputs = loaded.unset.inputs.map((name) => `--var ${name}=…`).join(' ');
    throw new UsageError(
      plainText(`the question ${waiting.id} depends on inputs that are not set; give it ${inputs}`),
      {
        code: 'unset-input',
        where: loaded.file,
      },
    );
  }
  const known = [...checklist.stages, ROLLBACK_STAGE];
  const stage = flags.stage ?? null;
  if (stage !== null && !known.includes(stage)) {
    throw new UsageError(
      plainText(`--stage ${stage}: ${checklist.file} has the stages ${known.join(', ')}.${didYouMean(stage, known)}`),
      {code: 'unknown-stage', where: '--stage'},
    );
  }
  return {checklist, signOffs, waivers, at: {stage, stageBegan: flags['stage-began'], judgedAt: new Date()}};
}
