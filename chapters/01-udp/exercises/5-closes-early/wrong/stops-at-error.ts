// 应得的诊断：gives-up-on-error
// 看出来的检查：too-long
// 想错的地方：一个一个等着寄，有一个寄不出去，就从循环里跳了出来。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2]);
const socket = createSocket('udp4');
const input = createInterface({ input: process.stdin });

async function post(line: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.send(line, port, '127.0.0.1', (error) => (error ? reject(error) : resolve()));
  });
}

try {
  for await (const line of input) await post(line);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
socket.close();
