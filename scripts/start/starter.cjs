// A second extension, for `npm start` only. It starts the demo, so that the product needs no switch for it. The demo
// must start in the user's window, because its secrets belong to that window.
const vscode = require('vscode');

exports.activate = async () => {
  await vscode.commands.executeCommand('cloudTasks.startDemo');
};
