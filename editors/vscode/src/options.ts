/** What the extension starts, and for which documents; nothing here needs the editor. */

export interface Settings {
  readonly path: string;
  readonly arguments: readonly string[];
}

export interface Start {
  readonly command: string;
  readonly args: string[];
}

/** Languages whose documents are sent to the server. */
export const LANGUAGES = [
  "markdown", "mdx", "html", "plaintext", "astro", "vue", "svelte", "php", "liquid", "handlebars",
  "javascriptreact", "typescriptreact", "json", "jsonc", "yaml", "restructuredtext", "asciidoc",
  "django-html", "jinja-html", "twig", "erb",
] as const;

/** Files of the configuration: the server completes rule names in them. */
export const CONFIGURATION = "**/{claimlint.toml,.claimlint.yaml,.claimlint.yml}";

/** The command that starts the server. */
export function start(settings: Settings): Start {
  const command = settings.path.trim() || "claimlint";
  return { command, args: ["lsp", ...settings.arguments] };
}

/** What to tell when the server does not start. */
export function failure(command: string, reason: string): string {
  return `claimlint: '${command} lsp' does not start (${reason}). ` +
    'Install it with: pip install "claimlint-health[lsp]", or set claimlint.path.';
}

/** Why a reason for a waiver will not do; undefined where it will. */
export function reasonProblem(reason: string): string | undefined {
  return reason.trim().length < 3 ? "Say why this wording may stay: who approved it, on what evidence." : undefined;
}

/** The summary of a check of the workspace. */
export function summary(counts: Readonly<Record<string, number>>): string {
  const said = ["errors", "warnings", "notes"].map((name) => `${counts[name] ?? 0} ${name}`);
  return `${said.join(", ")} in ${counts["files"] ?? 0} files`;
}
