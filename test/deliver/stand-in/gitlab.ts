import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Merge {
  iid: number;
  source_branch: string;
  target_branch: string;
  title: string;
  description: string;
  labels: string[];
  reviewer_ids: number[];
}

/** The part of GitLab's REST API that merge requests need, in its own shapes, for one project. */
export async function startGitlab(path: string) {
  const merges: Merge[] = [];
  const project = `/projects/${encodeURIComponent(path)}`;
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const address = new URL(request.url ?? "/", "http://localhost");
    const body = text === "" ? {} : JSON.parse(text);
    const signedIn = request.headers.authorization === "Bearer test-gitlab-token";
    const [status, answer] = signedIn
      ? route(request.method ?? "", address, body)
      : [401, { message: "401 Unauthorized" }];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const shape = (merge: Merge) => ({
    ...merge,
    id: 500 + merge.iid,
    project_id: 1,
    source_project_id: 1,
    target_project_id: 1,
    web_url: `${url}/${path}/-/merge_requests/${merge.iid}`,
    state: "opened",
    draft: merge.title.startsWith("Draft: "),
    sha: "0".repeat(40),
  });

  function route(method: string, address: URL, body: Record<string, unknown>): [number, unknown] {
    const at = address.pathname.replace("/api/v4", "");
    if (at === "/users")
      return [200, address.searchParams.get("username") === "grace" ? [{ id: 7, username: "grace" }] : []];
    if (at === project) return [200, describe()];
    if (at === `${project}/repository/branches/main`) return [200, { name: "main", protected: true }];
    if (at === `${project}/merge_requests`) return method === "GET" ? [200, found(address)] : create(body);
    const merge = merges.find(({ iid }) => at === `${project}/merge_requests/${iid}`);
    if (merge === undefined) return [404, { message: "404 Not found" }];
    if (method === "PUT") change(merge, body);
    return [200, shape(merge)];
  }

  const found = (address: URL) =>
    merges.filter((merge) => merge.source_branch === address.searchParams.get("source_branch")).map(shape);

  function create(body: Record<string, unknown>): [number, unknown] {
    const source = String(body["source_branch"]);
    const twin = merges.find((merge) => merge.source_branch === source);
    if (twin !== undefined) {
      return [409, { message: [`Another open merge request already exists for this source branch: !${twin.iid}`] }];
    }
    const merge: Merge = {
      iid: merges.length + 1,
      source_branch: source,
      target_branch: String(body["target_branch"]),
      title: String(body["title"]),
      description: String(body["description"]),
      labels: [],
      reviewer_ids: [],
    };
    merges.push(merge);
    return [201, shape(merge)];
  }

  function change(merge: Merge, body: Record<string, unknown>): void {
    if (typeof body["description"] === "string") merge.description = body["description"];
    if (typeof body["add_labels"] === "string") merge.labels.push(...body["add_labels"].split(","));
    if (Array.isArray(body["reviewer_ids"])) merge.reviewer_ids = body["reviewer_ids"];
  }

  const describe = () => ({
    id: 1,
    path_with_namespace: path,
    web_url: `${url}/${path}`,
    default_branch: "main",
    archived: false,
    http_url_to_repo: `${url}/${path}.git`,
    ssh_url_to_repo: `git@127.0.0.1:${path}.git`,
    permissions: { project_access: null, group_access: { access_level: 40 } },
  });

  return {
    url,
    merges,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
