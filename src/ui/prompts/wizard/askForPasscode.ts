import { l10n } from 'vscode';
import type { IamPasscode } from '../../../auth/huawei/iamPassword';
import { showInputBox } from '../inputBox';

/**
 * Asks for the second factor of a user with login protection. It is used once and not stored.
 * @throws CancelledError when the user leaves
 */
export async function askForPasscode(): Promise<IamPasscode> {
  const title = l10n.t('Sign In with a Passcode');
  const userId = await showInputBox({
    title,
    prompt: l10n.t('The ID of your IAM user (not the name), from My Credentials.'),
    whenEmpty: l10n.t('Enter the ID of your IAM user.'),
    ignoreFocusOut: true,
  });
  const passcode = await showInputBox({
    title,
    prompt: l10n.t('The six digits that your MFA device shows now.'),
    whenEmpty: l10n.t('Enter the six digits of your MFA device.'),
    ignoreFocusOut: true,
    password: true,
  });
  return { userId, passcode };
}
