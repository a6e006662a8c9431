import { expect, test } from "bun:test";
import { packageManagers } from "../../../src/ecosystems/ecosystem.ts";
import { installCommand } from "../../../src/ecosystems/npm-installers.ts";

test.each([false, true])(
  "installCommand() changes no lockfile and makes no hard link (modern yarn: %s)",
  (modernYarn) => {
    const commands = packageManagers.map((manager) => {
      const { program, args } = installCommand(manager, modernYarn);
      return [program, ...args].join(" ");
    });
    expect(commands).toEqual([
      "npm ci --prefer-offline --no-audit --no-fund",
      "pnpm install --frozen-lockfile --prefer-offline --package-import-method=clone-or-copy",
      modernYarn ? "yarn install --immutable" : "yarn install --frozen-lockfile --prefer-offline --non-interactive",
      "bun install --frozen-lockfile --backend=copyfile",
    ]);
  },
);
