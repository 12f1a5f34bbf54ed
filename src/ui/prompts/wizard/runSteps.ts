import { l10n } from 'vscode';

/** The title and position of a step. */
export interface StepFrame {
  readonly title: string;
  /** Starts at 1; absent where there is only one. */
  readonly step: number | undefined;
  /** Absent while the number of steps depends on this one. */
  readonly totalSteps: number | undefined;
  readonly canGoBack: boolean;
}

/** Adds a step's own name to its title. */
export function titled(frame: StepFrame, name: string): StepFrame {
  return { ...frame, title: l10n.t('{0}: {1}', frame.title, name) };
}

/** The user went back one step. */
export const back = Symbol('back');

/** Goes back several steps. */
export class StepsBack {
  constructor(readonly count: number) {}
}

/** One step: takes the draft and returns it with the new value. */
export type Step<Draft> = (draft: Draft, frame: StepFrame) => Promise<Draft | typeof back | StepsBack>;

/** The steps for a draft, and whether the next value may add more. */
export interface StepPlan<Draft> {
  readonly steps: readonly Step<Draft>[];
  readonly complete: boolean;
  /** How many steps show nothing unless something fails. They do not count in `totalSteps`. */
  readonly silent?: number;
}

/**
 * Runs the steps in order. Back returns to the previous step and its values.
 * @param drafts the first draft; becomes the draft before each step, so that the same array continues where a person left
 * @throws CancelledError when the user leaves
 */
export async function runSteps<Draft>(
  title: string,
  drafts: [Draft, ...Draft[]],
  plan: (draft: Draft) => StepPlan<Draft>,
): Promise<Draft> {
  for (;;) {
    const draft = drafts.at(-1) ?? drafts[0];
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
      // Keep the values of later steps, so that they need not be entered again.
      drafts.splice(Math.max(0, drafts.length - 1 - count), drafts.length, draft);
    }
  }
}
