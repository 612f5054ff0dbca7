import * as vscode from "vscode";
import { ExecuteCommandRequest, LanguageClient, TransportKind } from "vscode-languageclient/node";

import { CONFIGURATION, failure, LANGUAGES, reasonProblem, start, summary } from "./options";

let client: LanguageClient | undefined;

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("claimlint");
}

async function begin(): Promise<void> {
  if (!settings().get<boolean>("enable", true)) {
    return;
  }
  const { command, args } = start({
    path: settings().get<string>("path", "claimlint"),
    arguments: settings().get<string[]>("arguments", []),
  });
  const documents = LANGUAGES.flatMap((language) => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]);
  client = new LanguageClient(
    "claimlint",
    "claimlint",
    { command, args, transport: TransportKind.stdio },
    {
      documentSelector: [...documents, { scheme: "file", pattern: CONFIGURATION }],
      initializationOptions: { asksReason: true },
    },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    void vscode.window.showErrorMessage(failure(command, String(error)));
  }
}

async function end(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function ask(command: string, given: unknown[]): Promise<unknown> {
  return client?.sendRequest(ExecuteCommandRequest.type, { command, arguments: given });
}

/** Ask for the reason of a waiver, and have the server write it. */
async function askReason(uri: string, fingerprint: string, scope: string): Promise<void> {
  const reason = await vscode.window.showInputBox({
    title: "Waive this finding",
    prompt: "Why may this wording stay? The reason is written into the file.",
    validateInput: reasonProblem,
  });
  if (reason !== undefined && !(await ask("claimlint.waive", [uri, fingerprint, scope, reason]))) {
    void vscode.window.showWarningMessage("claimlint: the finding is not there any more.");
  }
}

async function checkAll(): Promise<void> {
  const options = { location: vscode.ProgressLocation.Window, title: "claimlint: checking" };
  await vscode.window.withProgress(options, async () => {
    const counts = await ask("claimlint.checkWorkspace", []);
    if (counts) {
      vscode.window.setStatusBarMessage(`claimlint: ${summary(counts as Record<string, number>)}`, 10_000);
    }
  });
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("claimlint.askReason", askReason),
    vscode.commands.registerCommand("claimlint.checkAll", checkAll),
    vscode.commands.registerCommand("claimlint.restart", async () => {
      await end();
      await begin();
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      const names = ["claimlint.enable", "claimlint.path", "claimlint.arguments"];
      if (names.some((name) => event.affectsConfiguration(name))) {
        await end();
        await begin();
      }
    }),
  );
  await begin();
}

export async function deactivate(): Promise<void> {
  await end();
}
