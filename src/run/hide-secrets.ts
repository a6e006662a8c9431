import { secretsOfFiles } from "../git/private-values.ts";
import type { Host } from "../host/host.ts";
import { redactor } from "../text/redact.ts";

/** From now on the values of the repository's own `.env*` files are taken out of all that is shown or written for people. */
export async function hideRepositorySecrets(host: Host, root: string): Promise<void> {
  const secrets = await secretsOfFiles(host, root);
  if (secrets.length > 0) host.hide(redactor(secrets));
}
