import { l10n } from 'vscode';
import type { IamPasscode } from '../../../auth/huawei/iamPassword';
import { CancelledError } from '../../../base/errors';
import { showInputBox } from '../inputBox';

/**
 * Asks for the second factor of a user with login protection. It is used once and not stored.
 * @throws CancelledError when the user leaves
 */
export async function askForPasscode(): Promise<IamPasscode> {
  const title = l10n.t('Sign In with a Passcode');
  const userId = await ask({
    title,
    prompt: l10n.t('The ID of your IAM user (not the name), from My Credentials.'),
  });
  const passcode = await ask({
    title,
    prompt: l10n.t('The six digits that your MFA device shows now.'),
    password: true,
  });
  return { userId, passcode };
}

async function ask(options: { title: string; prompt: string; password?: boolean }): Promise<string> {
  const typed = await showInputBox({ ...options, ignoreFocusOut: true });
  if (!typed?.trim()) {
    throw new CancelledError();
  }
  return typed.trim();
}
