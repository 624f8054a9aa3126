// 应得的诊断：counts-late
// 看出来的检查：burst
// 想错的地方：等应答寄出以后才把新的数存回去，中间来的报文读到的还是旧的数。
import { createSocket } from 'node:dgram';

const counts = new Map<string, number>();
const socket = createSocket('udp4');

async function answer(text: string, port: number, address: string): Promise<void> {
  await new Promise<void>((resolve) => socket.send(text, port, address, () => resolve()));
}

socket.on('message', async (_message, client) => {
  const key = `${client.address}:${client.port}`;
  const count = (counts.get(key) ?? 0) + 1;
  await answer(String(count), client.port, client.address);
  counts.set(key, count);
});

socket.bind(Number(process.argv[2]), '127.0.0.1');
