// 绑定的试验：同一个端口上，先绑一个地址，再绑另一个，看系统答应不答应。
// client.ts 的 ④ 用它画第三张表。

import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** 监听时可以写的一种地址。 */
export interface Door {
  /** 表里的代号。 */
  letter: string;
  address: string;
  /** 只收 IPv6；只对 `::` 有意义。 */
  ipv6Only: boolean;
}

export const doors: readonly Door[] = [
  { letter: 'A', address: '127.0.0.1', ipv6Only: false },
  { letter: 'B', address: '0.0.0.0', ipv6Only: false },
  { letter: 'C', address: '::1', ipv6Only: false },
  { letter: 'D', address: '::', ipv6Only: false },
  { letter: 'E', address: '::', ipv6Only: true },
  { letter: 'F', address: '::ffff:127.0.0.1', ipv6Only: false },
];

/** 监听成了就是服务端，不成就是错误码，例如 `EADDRINUSE`。 */
async function open(port: number, door: Door): Promise<Server | string> {
  const server = createServer();
  server.listen({ port, host: door.address, ipv6Only: door.ipv6Only });
  return once(server, 'listening').then(
    () => server,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/**
 * 先绑 `first`，不放开，再绑 `second`。
 *
 * @returns `行`：都绑上了；`占`：后一个得到 EADDRINUSE；
 *   `无`：这台机器没有其中的一个地址；别的错误，照写错误码
 */
export async function clash(
  port: number,
  first: Door,
  second: Door,
): Promise<string> {
  const one = await open(port, first);
  if (typeof one === 'string') return answerTo(one);
  const other = await open(port, second);
  await close(one);
  if (typeof other === 'string') return answerTo(other);
  await close(other);
  return '行';
}

function answerTo(code: string): string {
  if (code === 'EADDRINUSE') return '占';
  return /^(?:EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL)$/.test(code) ? '无' : code;
}

/**
 * 找一个此刻没有人用的端口：六种地址一个一个地绑过，没有一个说被占用。
 *
 * 不写 0 让系统挑：系统只看一个地址上空不空，而且挑的是临时端口，
 * 试到一半可能有别的程序的连接恰好用上它。13000 到 20000 不会被临时借走。
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 13_000 + Math.floor(Math.random() * 7_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  for (const door of doors) {
    const result = await open(port, door);
    if (typeof result !== 'string') await close(result);
    else if (answerTo(result) !== '无') return false;
  }
  return true;
}
