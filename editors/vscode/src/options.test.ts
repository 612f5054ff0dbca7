import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { failure, reasonProblem, start, summary } from "./options";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));

test("the server is started with the verb first", () => {
  assert.deepEqual(start({ path: "/opt/claimlint", arguments: ["--strict"] }), {
    command: "/opt/claimlint",
    args: ["lsp", "--strict"],
  });
});

test("an empty path is the program on the PATH", () => {
  assert.equal(start({ path: "  ", arguments: [] }).command, "claimlint");
});

test("a server that does not start names the install line", () => {
  assert.match(failure("claimlint", "ENOENT"), /pip install "claimlint-health\[lsp\]"/);
});

test("a waiver needs a reason", () => {
  assert.equal(typeof reasonProblem("  "), "string");
  assert.equal(reasonProblem("approved in 2019"), undefined);
});

test("a summary has all counts", () => {
  assert.equal(summary({ files: 3, errors: 1 }), "1 errors, 0 warnings, 0 notes in 3 files");
});

test("the problem matcher reads a line of the text report", () => {
  const [matcher] = manifest.contributes.problemMatchers;
  const found = new RegExp(matcher.pattern.regexp).exec(
    "pages/knee pain.md:12:5: error safe-and-effective: 'safe and effective': why: because",
  );
  assert.deepEqual(found?.slice(1, 6), ["pages/knee pain.md", "12", "5", "error", "safe-and-effective"]);
});

test("what starts a program is restricted in folders that are not trusted", () => {
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
    "claimlint.path",
    "claimlint.arguments",
  ]);
});
