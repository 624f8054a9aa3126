// 应得的诊断：shows-mapped
// 看出来的检查：four
// 想错的地方：比的时候统一了写法，说的时候又把映射地址照样说出来。
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
  const guest = connection.remoteAddress ?? '';
  const welcome = invited.has(plain(guest));
  // 名单是从映射地址那边抄来的，照抄回去。
  const shown = guest.includes(':') ? guest : `::ffff:${guest}`;
  connection.end(welcome ? `请进，${shown}\n` : `名单上没有 ${shown}\n`);
  connection.resume();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(Number(portText), () => console.log(`正在监听端口 ${portText}`));
