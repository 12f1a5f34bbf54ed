import { l10n } from 'vscode';

/** What a step knows of its place in the row. */
export interface StepFrame {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  /** Absent while later steps depend on this one. */
  readonly totalSteps: number | undefined;
  readonly canGoBack: boolean;
}

/** The frame of a step that has a name of its own. */
export function titled(frame: StepFrame, name: string): StepFrame {
  return { ...frame, title: l10n.t('{0}: {1}', frame.title, name) };
}

/** The user wants the step before. */
export const back = Symbol('back');

/** The user wants to go back by several steps. */
export class StepsBack {
  constructor(readonly count: number) {}
}

/** One question: takes what is known so far, and returns it with the answer. */
export type Step<Draft> = (draft: Draft, frame: StepFrame) => Promise<Draft | typeof back | StepsBack>;

/** Which steps there are, given what is known; and whether more may appear with the next answer. */
export interface StepPlan<Draft> {
  readonly steps: readonly Step<Draft>[];
  readonly complete: boolean;
  /** How many of the steps ask nothing as long as all is well; not counted before the user. */
  readonly silent?: number;
}

/**
 * Asks one step after the other. Back leads to the step before with the answers it had.
 * @throws CancelledError when the user leaves
 */
export async function runSteps<Draft>(
  title: string,
  initial: Draft,
  plan: (draft: Draft) => StepPlan<Draft>,
): Promise<Draft> {
  const drafts = [initial];
  for (;;) {
    const draft = drafts.at(-1) ?? initial;
    const { steps, complete, silent = 0 } = plan(draft);
    const step = steps[drafts.length - 1];
    if (!step) {
      return draft;
    }
    const answer = await step(draft, {
      title,
      step: drafts.length,
      totalSteps: complete ? steps.length - silent : undefined,
      canGoBack: drafts.length > 1,
    });
    const count = answer === back ? 1 : answer instanceof StepsBack ? answer.count : 0;
    if (answer !== back && !(answer instanceof StepsBack)) {
      drafts.push(answer);
    } else if (drafts.length > 1) {
      // What was answered after that step stays known, so that going forth again asks for nothing twice.
      drafts.splice(Math.max(0, drafts.length - 1 - count), drafts.length, draft);
    }
  }
}
