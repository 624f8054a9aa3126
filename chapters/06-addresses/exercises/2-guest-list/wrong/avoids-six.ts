// 应得的诊断：only-four
// 看出来的检查：six
// 想错的地方：以为只守 0.0.0.0，就没有映射地址的麻烦了；IPv6 的客人进不来。
// 要有：IPv6
import { createServer, isIPv6, SocketAddress } from 'node:net';

const [portText = '12000', ...list] = process.argv.slice(2);

function plain(address: string): string {
  if (!isIPv6(address)) return address;
  const shortest = new SocketAddress({ address, family: 'ipv6' }).address;
  return shortest.startsWith('::ffff:') && shortest.includes('.') ? shortest.slice(7) : shortest;
}

const invited = new Set(list.map(plain));

const server = createServer((connection) => {
  connection.on('error', () => {});
  const guest = plain(connection.remoteAddress ?? '');
  connection.end(invited.has(guest) ? `请进，${guest}\n` : `名单上没有 ${guest}\n`);
  connection.resume();
});

server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(Number(portText), '0.0.0.0');
