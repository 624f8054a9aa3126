/** 借一个没有人用的端口，给那些不会自己挑端口的程序。 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const address = '127.0.0.1';

// 取在临时端口的范围之外（Linux 从 32768 起，macOS 与 Windows 从 49152 起）：
// 这里看过之后要放开，范围之内的随时会被系统分给别的程序。
// 同一个进程不会很快给出同一个端口；同时判题的几个进程，编号往往挨着，
// 乘上范围的 0.618 倍左右的质数，起点就离得远，不会前脚看过、后脚被另一个进程借走。
const [first, last] = [20_000, 32_000];
let next = first + ((process.pid * 7_417) % (last - first));

/** 此刻 UDP 与 TCP 都没有人绑定在 127.0.0.1 上、也没有连接还留着的端口。 */
export async function unusedPort(): Promise<number> {
  for (;;) {
    const port = next;
    next = next < last ? next + 1 : first;
    if (!isRemembered(port) && (await udpIsFree(port)) && (await tcpIsFree(port))) return port;
  }
}

/**
 * 还有 TCP 连接提到这个端口吗。先送 FIN 的是客户端，TIME-WAIT 就留在它那一头，
 * 服务端的端口照样绑得上，可是 `ss` 里看得见。只有 Linux 有这张表，别的系统上当作没有。
 */
function isRemembered(port: number): boolean {
  const mark = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  return ['/proc/net/tcp', '/proc/net/tcp6'].some((file) => existsSync(file) && readFileSync(file, 'latin1').includes(mark));
}

async function udpIsFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4').bind(port, address);
  const free = await isBound(once(socket, 'listening'));
  socket.close();
  return free;
}

async function tcpIsFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, address);
  const free = await isBound(once(server, 'listening'));
  server.close();
  return free;
}

async function isBound(listening: Promise<unknown>): Promise<boolean> {
  return listening.then(() => true, () => false);
}
