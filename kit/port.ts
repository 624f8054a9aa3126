/** 借一个没有人用的端口，给那些不会自己挑端口的程序。 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const address = '127.0.0.1';

// 取在临时端口的范围之外（Linux 从 32768 起，macOS 与 Windows 从 49152 起）：
// 这里看过之后要放开，范围之内的随时会被系统分给别的程序。
// 各进程从不同的地方找起，同一个进程从不给出同一个端口，所以同时跑的测试不会撞上。
// 先后启动的进程号只差几个，乘一个大的质数，起点才隔得远：不然一个借上几十个，就走进了另一个的地方。
let next = 20_000 + ((process.pid * 7_919) % 12_000);

/** 此刻 UDP 与 TCP 都没有人绑定在 127.0.0.1 上的端口。 */
export async function unusedPort(): Promise<number> {
  for (;;) {
    const port = next;
    next = next < 32_000 ? next + 1 : 20_000;
    if ((await udpIsFree(port)) && (await tcpIsFree(port))) return port;
  }
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
