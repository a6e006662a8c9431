/** A broker that holds a pool's queues; its password is kept apart from it. */
export interface QueueAddress {
  host: string;
  port: number;
  tls: boolean;
  user: string | null;
  database: number;
  /** What all its keys begin with. */
  pool: string;
}

/** As it may be shown and written down: without its password. */
export function renderQueueAddress({ host, port, tls, user, database, pool }: QueueAddress): string {
  const sign = user === null ? "" : `${encodeURIComponent(user)}@`;
  const name = host.includes(":") ? `[${host}]` : host;
  const path = database === 0 ? "" : `/${database}`;
  return `redis${tls ? "s" : ""}://${sign}${name}:${port}${path}${pool === defaultPool ? "" : `?pool=${pool}`}`;
}

export const defaultPool = "baro";
