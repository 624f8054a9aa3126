// 应得的诊断：really-binds
// 看出来的检查：six
// 想错的地方：没有猜，当真去绑定了一遍。
import { once } from 'node:events';
import { createServer } from 'node:net';

async function open(port: number, door: string): Promise<[boolean, () => void]> {
  const [host, option] = door.split('@');
  const server = createServer();
  server.listen({ port, host: host!, ipv6Only: option !== undefined });
  const bound = await once(server, 'listening').then(() => true, () => false);
  return [bound, () => server.close()];
}

for (const [index, pair] of process.argv.slice(2).entries()) {
  const [first, second] = pair.split('+');
  const port = 11_000 + index;
  const [, close] = await open(port, first!);
  const [bound, closeOther] = await open(port, second!);
  close();
  closeOther();
  console.log(`${pair} ${bound ? '行' : '占'}`);
}
