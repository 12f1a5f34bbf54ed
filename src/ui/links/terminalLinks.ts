import { TerminalLink } from 'vscode';
import type { PastedTask } from '../../providers/pastedTask';
import { runReported } from '../commands/runReported';
import { trackPasted } from '../commands/trackAndShow';
import { pastedTaskFinder, pastedTaskText } from '../prompts/pastedTask';
import type { Services } from '../services';
import { plainText } from '../text/plainText';

/** An address in a terminal whose task can be tracked. */
export class TaskTerminalLink extends TerminalLink {
  constructor(
    startIndex: number,
    length: number,
    readonly task: PastedTask,
  ) {
    super(startIndex, length, plainText(pastedTaskText(task)));
  }
}

/** Finds the addresses of tasks in a line. */
export async function findTaskLinks(deps: Services, line: string): Promise<TaskTerminalLink[]> {
  const find = await pastedTaskFinder(deps);
  return [...line.matchAll(/https?:\/\/[^\s'"<>]+/gi)].flatMap(({ 0: address, index }) => {
    const [task] = find(address);
    return task ? [new TaskTerminalLink(index, address.length, task)] : [];
  });
}

/** Tracks the task whose address was clicked. */
export async function openTerminalLink(deps: Services, { task }: TaskTerminalLink): Promise<void> {
  await runReported('Terminal link', deps.log, () => trackPasted(deps, task));
}
